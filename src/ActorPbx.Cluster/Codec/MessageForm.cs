using System.Text.Json.Serialization.Metadata;

namespace ActorPbx.Cluster.Codec;

/// <summary>How one message is written.</summary>
/// <param name="Name">Its name on the wire, for ever.</param>
/// <param name="Version">Raised when fields are added, for whoever reads a trace; readers of any version read what they know.</param>
/// <param name="Json">Its serializer.</param>
internal sealed record MessageForm(string Name, int Version, JsonTypeInfo Json);
