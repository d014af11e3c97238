using System.Threading.Channels;
using Gleaner.Pipeline.Hosts;

namespace Gleaner.Tests.Hosts;

/// <summary>A host's grain whose answers the test gives.</summary>
internal sealed class ScriptedHost : IHostGrain
{
    private readonly Channel<Question> _questions = Channel.CreateUnbounded<Question>();

    public static HostTerms Terms { get; } = new(int.MaxValue, TimeSpan.Zero, TimeSpan.Zero, Troubled: false);

    public Task<HostGrant?> Lease(HostAsk ask)
    {
        var question = new Question(ask);
        _questions.Writer.TryWrite(question);
        return question.Answered.Task;
    }

    /// <summary>The next question that fits; those before it stay without an answer.</summary>
    public async Task<Question> Next(Func<HostAsk, bool>? fits = null)
    {
        while (true)
        {
            var question = await _questions.Reader.ReadAsync(TestContext.Current.CancellationToken);
            if (fits?.Invoke(question.Ask) != false)
            {
                return question;
            }
        }
    }

    public bool HasQuestion => _questions.Reader.TryPeek(out _);

    internal sealed record Question(HostAsk Ask)
    {
        public TaskCompletionSource<HostGrant?> Answered { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Grant(int slots, HostTerms? terms = null, StartTimes? starts = null, TimeSpan closedFor = default, bool probe = false) =>
            Answered.SetResult(new HostGrant(slots, terms ?? Terms, starts, TimeSpan.Zero, closedFor, probe));
    }
}
