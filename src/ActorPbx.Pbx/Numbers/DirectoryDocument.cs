using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using ActorPbx.Domain.Numbering;

namespace ActorPbx.Pbx.Numbers;

/// <summary>The copy as the store keeps it, so that a node which starts while the bus is away knows what it knew.</summary>
internal static class DirectoryDocument
{
    public const string Name = "directory";

    public static string Write(DirectoryState state) =>
        JsonSerializer.Serialize([.. state.Nodes.Values.Select(NumberForms.Of)], DirectoryJson.Default.ImmutableArrayNodeNumbersForm);

    /// <summary>What was kept; null when nothing was, or it cannot be read.</summary>
    public static IReadOnlyList<NodeNumbers>? Read(string? content)
    {
        if (content is null)
        {
            return null;
        }

        try
        {
            var forms = JsonSerializer.Deserialize(content, DirectoryJson.Default.ImmutableArrayNodeNumbersForm);
            return [.. forms.Select(NumberForms.Read).OfType<NodeNumbers>()];
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>Serializer of the kept copy.</summary>
[JsonSerializable(typeof(ImmutableArray<NodeNumbersForm>))]
internal sealed partial class DirectoryJson : JsonSerializerContext;
