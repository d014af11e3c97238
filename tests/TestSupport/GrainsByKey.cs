using System.Reflection;

namespace Gleaner.Tests.TestSupport;

/// <summary>A grain factory that asks the test for each grain. A proxy: the engines' factories have different sets of overloads.</summary>
public class GrainsByKey : DispatchProxy
{
    private Func<string, object> _find = null!;

    public static IGrainFactory Of(Func<string, object> find)
    {
        var factory = Create<IGrainFactory, GrainsByKey>();
        ((GrainsByKey)(object)factory)._find = find;
        return factory;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
        args is [string key, ..] ? _find(key) : throw new NotSupportedException($"{targetMethod} is not scripted.");
}
