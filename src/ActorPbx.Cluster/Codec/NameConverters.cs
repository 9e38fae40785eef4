using System.Text.Json;
using System.Text.Json.Serialization;
using ActorPbx.Domain.Nodes;

namespace ActorPbx.Cluster.Codec;

/// <summary>A node's name as a string; a malformed one is refused.</summary>
internal sealed class NodeNameConverter : JsonConverter<NodeName>
{
    public override NodeName Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) => new(NameText.Read(ref reader));

    public override void Write(Utf8JsonWriter writer, NodeName value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);

    public override NodeName ReadAsPropertyName(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) => new(NameText.Read(ref reader));

    public override void WriteAsPropertyName(Utf8JsonWriter writer, NodeName value, JsonSerializerOptions options) => writer.WritePropertyName(value.Value);
}

/// <summary>A branch's name as a string; a malformed one is refused.</summary>
internal sealed class BranchNameConverter : JsonConverter<BranchName>
{
    public override BranchName Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) => new(NameText.Read(ref reader));

    public override void Write(Utf8JsonWriter writer, BranchName value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);

    public override BranchName ReadAsPropertyName(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) => new(NameText.Read(ref reader));

    public override void WriteAsPropertyName(Utf8JsonWriter writer, BranchName value, JsonSerializerOptions options) => writer.WritePropertyName(value.Value);
}

/// <summary>The text of a node's or branch's name.</summary>
internal static class NameText
{
    public static string Read(ref Utf8JsonReader reader)
    {
        var name = reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName ? reader.GetString()! : "";
        return NodeName.IsValid(name) ? name : throw new JsonException($"'{name}' is no name");
    }
}
