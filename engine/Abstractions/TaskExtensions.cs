namespace Orleans;

public static class PublicOrleansTaskExtensions
{
    /// <summary>Lets a task run on unawaited; that it failed is nobody's concern.</summary>
    public static void Ignore(this Task task)
    {
        if (!task.IsCompletedSuccessfully)
        {
            _ = task.ContinueWith(static done => _ = done.Exception, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }
}
