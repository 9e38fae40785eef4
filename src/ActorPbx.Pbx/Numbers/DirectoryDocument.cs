using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using ActorPbx.Domain.Numbering;

namespace ActorPbx.Pbx.Numbers;

/// <summary>The copy as the store keeps it, so that a node which starts while the bus is away knows what it knew.</summary>
internal static class DirectoryDocument
{
    public const string Name = "directory";

    public static string Write(DirectoryState state) => JsonSerializer.Serialize(
        new KeptDirectory([.. state.Nodes.Values.Select(NumberForms.Of)], [.. state.Forgotten.Select(last => new ForgottenForm(last.Key.Value, last.Value))]),
        DirectoryJson.Default.KeptDirectory);

    /// <summary>What was kept; null when nothing was, or it cannot be read.</summary>
    public static (IReadOnlyList<NodeNumbers> Nodes, IReadOnlyList<ForgottenForm> Forgotten)? Read(string? content)
    {
        if (content is null)
        {
            return null;
        }

        try
        {
            // Before anything was forgotten for good the copy was a list of nodes.
            var kept = content.StartsWith('[')
                ? new KeptDirectory(JsonSerializer.Deserialize(content, DirectoryJson.Default.ImmutableArrayNodeNumbersForm), [])
                : JsonSerializer.Deserialize(content, DirectoryJson.Default.KeptDirectory);
            return kept is null || kept.Nodes.IsDefault || kept.Forgotten.IsDefault
                ? null
                : ([.. kept.Nodes.Select(NumberForms.Read).OfType<NodeNumbers>()], kept.Forgotten);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>The kept copy.</summary>
internal sealed record KeptDirectory(ImmutableArray<NodeNumbersForm> Nodes, ImmutableArray<ForgottenForm> Forgotten);

/// <summary>Serializer of the kept copy.</summary>
[JsonSerializable(typeof(KeptDirectory))]
[JsonSerializable(typeof(ImmutableArray<NodeNumbersForm>))]
internal sealed partial class DirectoryJson : JsonSerializerContext;
