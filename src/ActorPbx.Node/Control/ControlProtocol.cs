using System.Text.Json;
using System.Text.Json.Serialization;

namespace ActorPbx.Node.Control;

/// <summary>
/// The line protocol between <c>actorpbx</c> commands and the running node, over a local Unix socket: UTF-8, one JSON
/// object a line each way, requests answered in order.
/// </summary>
public static class ControlProtocol
{
    /// <summary>Raised with every change that an older client or node could misread.</summary>
    public const int Version = 1;

    /// <summary>A longer request line is refused and the connection closed.</summary>
    public const int MaxRequestBytes = 64 * 1024;

    /// <summary>How many call records a client gets that names no limit.</summary>
    public const int DefaultRecordLimit = 100;

    /// <summary>The largest limit that a client may name.</summary>
    public const int MaxRecordLimit = 1_000_000;

    /// <summary>sun_path holds 108 bytes with the closing zero (unix(7)).</summary>
    public const int MaxSocketPathBytes = 107;

    /// <summary>The line of a message, without its line feed.</summary>
    public static byte[] Write(ControlRequest request) =>
        JsonSerializer.SerializeToUtf8Bytes(request, ControlJson.Default.ControlRequest);

    /// <inheritdoc cref="Write(ControlRequest)"/>
    public static byte[] Write(ControlReply reply) =>
        JsonSerializer.SerializeToUtf8Bytes(reply, ControlJson.Default.ControlReply);

    /// <summary>The request of a line, or the refusal that the line deserves.</summary>
    public static ControlRequest? ReadRequest(ReadOnlySpan<byte> line, out RefusalReply? refusal)
    {
        refusal = null;
        try
        {
            ControlRequest? request = JsonSerializer.Deserialize(line, ControlJson.Default.ControlRequest);
            refusal = request is null ? Malformed("The request is empty.") : VersionRefusal(request.Version);
            return refusal is null ? request : null;
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            // A client of another version may use commands unknown here, so its version is looked at first.
            refusal = VersionRefusal(VersionIn(line)) ?? Malformed("The request is not one that this node knows: " + FirstSentence(e.Message));
            return null;
        }
    }

    /// <summary>The reply of a line.</summary>
    /// <exception cref="JsonException">The line is no reply of this version.</exception>
    public static ControlReply ReadReply(ReadOnlySpan<byte> line) =>
        JsonSerializer.Deserialize(line, ControlJson.Default.ControlReply) ?? throw new JsonException("The reply is empty.");

    private static RefusalReply? VersionRefusal(int version) => version == Version
        ? null
        : new RefusalReply(RefusalCode.Version, $"This node speaks version {Version} of the control protocol, not {version}; use the actorpbx of the same release.");

    private static RefusalReply Malformed(string message) => new(RefusalCode.Malformed, message);

    private static int VersionIn(ReadOnlySpan<byte> line)
    {
        try
        {
            Utf8JsonReader reader = new(line);
            using JsonDocument document = JsonDocument.ParseValue(ref reader);
            bool found = document.RootElement.ValueKind == JsonValueKind.Object
                & document.RootElement.TryGetProperty("version", out JsonElement version);
            return found && version.TryGetInt32(out int number) ? number : Version;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return Version;
        }
    }

    private static string FirstSentence(string text)
    {
        int end = text.IndexOf(". ", StringComparison.Ordinal);
        return end < 0 ? text : text[..(end + 1)];
    }
}

/// <summary>The closed set of control messages, with their serializers made at build time.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    AllowOutOfOrderMetadataProperties = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ControlRequest))]
[JsonSerializable(typeof(ControlReply))]
public sealed partial class ControlJson : JsonSerializerContext;
