using System.Text.Json;
using System.Text.Json.Serialization;

namespace ActorPbx.Node.Health;

/// <summary>What <c>/health/live</c> and <c>/health/ready</c> answer.</summary>
/// <param name="Status">In one word: live, ready, draining or dead.</param>
/// <param name="Calls">Living calls.</param>
/// <param name="Store">"ok", or what is wrong with the database.</param>
/// <param name="Bus">"up", or why there is none; left out by a node of its own.</param>
public sealed record HealthAnswer(string Status, int? Calls = null, string? Store = null, string? Bus = null);

/// <summary>Health as JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(HealthAnswer))]
public sealed partial class HealthJson : JsonSerializerContext
{
    /// <summary>One object and a line feed.</summary>
    public static string Text(HealthAnswer answer) => JsonSerializer.Serialize(answer, Default.HealthAnswer) + "\n";
}
