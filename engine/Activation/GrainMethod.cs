using System.Linq.Expressions;
using System.Reflection;
using System.Text;
using Orleans.Concurrency;
using Orleans.Serialization;

namespace Orleans.Runtime;

/// <summary>A method of a grain interface: its marks, its number on the wire, and how to call it.</summary>
internal sealed class GrainMethod
{
    private readonly Func<object, object?[], object> _invoke;
    private readonly Codec?[] _copied;

    public GrainMethod(MethodInfo method, CodecProvider codecs)
    {
        if (method.IsGenericMethodDefinition)
        {
            throw new NotSupportedException($"The builtin engine does not call generic grain methods such as {method.DeclaringType}.{method.Name}: build with -p:OrleansEngine=packages.");
        }

        Id = IdOf(method, codecs.Names);
        Name = $"{method.DeclaringType!.Name}.{method.Name}";
        AlwaysInterleave = method.IsDefined(typeof(AlwaysInterleaveAttribute));
        ReadOnly = method.IsDefined(typeof(ReadOnlyAttribute));
        OneWay = method.IsDefined(typeof(OneWayAttribute));
        ResponseTimeout = method.GetCustomAttribute<ResponseTimeoutAttribute>()?.Timeout;
        ParameterInfo[] parameters = method.GetParameters();
        CancellationTokenIndex = Array.FindIndex(parameters, parameter => parameter.ParameterType == typeof(CancellationToken));
        Arguments = [.. parameters.Select(parameter => codecs.Get(parameter.ParameterType))];
        _copied = [.. parameters.Select((parameter, i) => Arguments[i].IsImmutable || parameter.IsDefined(typeof(ImmutableAttribute)) ? null : Arguments[i])];
        CopiesArguments = Array.Exists(_copied, codec => codec is not null);
        Shape = ReturnShape.For(method.ReturnType, codecs, method.ReturnParameter.IsDefined(typeof(ImmutableAttribute)));
        _invoke = Compile(method, parameters);
    }

    public ulong Id { get; }

    public string Name { get; }

    public bool AlwaysInterleave { get; }

    public bool ReadOnly { get; }

    public bool OneWay { get; }

    public TimeSpan? ResponseTimeout { get; }

    /// <summary>Where the CancellationToken is among the parameters, or -1.</summary>
    public int CancellationTokenIndex { get; }

    public Codec[] Arguments { get; }

    public bool CopiesArguments { get; }

    public ReturnShape Shape { get; }

    /// <summary>Equal in every process that has this interface: from the aliases, or the names and parameter types.</summary>
    public static ulong IdOf(MethodInfo method, TypeNames names)
    {
        string self = method.GetCustomAttribute<AliasAttribute>()?.Alias
            ?? $"{method.Name}({string.Join(',', method.GetParameters().Select(parameter => names.NameOf(parameter.ParameterType)))})";
        byte[] face = Encoding.UTF8.GetBytes(names.NameOf(method.DeclaringType!));
        return ((ulong)StableHash.ComputeHash(face) << 32) | StableHash.ComputeHash([.. face, 0, .. Encoding.UTF8.GetBytes(self)]);
    }

    /// <summary>Gives the callee arguments of its own, in place.</summary>
    public void IsolateArguments(object?[] arguments)
    {
        for (int i = 0; i < _copied.Length; i++)
        {
            if (_copied[i] is { } codec)
            {
                arguments[i] = codec.CopyObject(arguments[i]);
            }
        }
    }

    public void WriteArguments(WireWriter writer, object?[] arguments)
    {
        for (int i = 0; i < Arguments.Length; i++)
        {
            Arguments[i].WriteObject(writer, arguments[i]);
        }
    }

    public object?[] ReadArguments(ReadOnlySpan<byte> body)
    {
        var reader = new WireReader(body);
        var arguments = new object?[Arguments.Length];
        for (int i = 0; i < arguments.Length; i++)
        {
            arguments[i] = Arguments[i].ReadObject(ref reader);
        }

        return arguments;
    }

    public Task Invoke(object grain, object?[] arguments) => Shape.AsTask(_invoke(grain, arguments));

    private static Func<object, object?[], object> Compile(MethodInfo method, ParameterInfo[] parameters)
    {
        ParameterExpression grain = Expression.Parameter(typeof(object));
        ParameterExpression arguments = Expression.Parameter(typeof(object[]));
        IEnumerable<Expression> values = parameters.Select((parameter, i)
            => Expression.Convert(Expression.ArrayIndex(arguments, Expression.Constant(i)), parameter.ParameterType));
        Expression call = Expression.Call(Expression.Convert(grain, method.DeclaringType!), method, values);
        return Expression.Lambda<Func<object, object?[], object>>(Expression.Convert(call, typeof(object)), grain, arguments).Compile();
    }
}
