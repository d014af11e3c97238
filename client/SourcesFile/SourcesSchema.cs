using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gleaner.Client.SourcesFile.Sections;

namespace Gleaner.Client.SourcesFile;

/// <summary>The JSON Schema of a sources file, for editors that complete and check while one types. Made of the same keys as the reader.</summary>
internal static class SourcesSchema
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Text { get; } = Create().ToJsonString(Indented).ReplaceLineEndings("\n");

    private static JsonObject Create()
    {
        var schema = new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["title"] = "Gleaner sources file",
        };
        foreach (var (name, value) in FileSection.Shape.Schema())
        {
            schema[name] = value?.DeepClone();
        }

        // A source and the defaults say the same things: once is enough.
        var shared = SourceSection.OfDefaults.Schema()["properties"]!.AsObject();
        foreach (var (name, _) in shared)
        {
            schema["properties"]!["defaults"]!["oneOf"]![1]!["properties"]![name] = Reference(name);
            schema["properties"]!["sources"]!["items"]!["oneOf"]![1]!["properties"]![name] = Reference(name);
        }

        schema["$defs"] = shared.DeepClone();
        return schema;
    }

    private static JsonObject Reference(string name) => new() { ["$ref"] = $"#/$defs/{name}" };
}
