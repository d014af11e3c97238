using System.Reflection;

namespace Gleaner.Contracts;

/// <summary>Which engine this build runs its grains on: <c>packages</c> or <c>builtin</c>.</summary>
public static class OrleansEngine
{
    public const string Packages = "packages";
    public const string Builtin = "builtin";

    /// <summary>Set by the build (Directory.Build.targets).</summary>
    public static string Name { get; } = typeof(OrleansEngine).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().First(a => a.Key == "OrleansEngine").Value!;
}
