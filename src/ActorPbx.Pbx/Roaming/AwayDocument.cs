using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using ActorPbx.Domain.Nodes;
using ActorPbx.Domain.Roaming;

namespace ActorPbx.Pbx.Roaming;

/// <summary>A place of a number as the store keeps it.</summary>
internal sealed record KeptPlaceForm(string Branch, string Node, long Serial);

/// <summary>Where a number is, as the store keeps it.</summary>
internal sealed record KeptNumberForm(
    string Number, ImmutableArray<KeptPlaceForm> Places, int BeforeHome, ImmutableDictionary<string, long> Ended, DateTimeOffset Since);

/// <summary>The numbers of a domain that are at other branches, as the store keeps them, so that a home which starts announces them at once.</summary>
internal static class AwayDocument
{
    public static string NameOf(string domain) => $"away-{domain}";

    public static string Write(IEnumerable<AwayNumber> numbers) => JsonSerializer.Serialize(
        [.. numbers.Where(number => !number.Whereabouts.Places.IsEmpty || !number.Whereabouts.Ended.IsEmpty).Select(number => new KeptNumberForm(
            number.Profile.Number.Value,
            [.. number.Whereabouts.Places.Select(place => new KeptPlaceForm(place.Branch.Value, place.Node.Value, place.Serial))],
            number.Whereabouts.BeforeHome,
            number.Whereabouts.Ended.ToImmutableDictionary(pair => pair.Key.Value, pair => pair.Value),
            number.Since))],
        AwayJson.Default.ImmutableArrayKeptNumberForm);

    /// <summary>What was kept; nothing when it cannot be read.</summary>
    public static ImmutableArray<KeptNumberForm> Read(string? content)
    {
        try
        {
            return content is null ? [] : JsonSerializer.Deserialize(content, AwayJson.Default.ImmutableArrayKeptNumberForm);
        }
        catch (JsonException)
        {
            return [];
        }
    }

    public static Whereabouts Read(KeptNumberForm kept) => new(
        [.. kept.Places.Select(place => new GuestPlace(new BranchName(place.Branch), new NodeName(place.Node), place.Serial))],
        Math.Clamp(kept.BeforeHome, 0, kept.Places.Length),
        kept.Ended.ToImmutableDictionary(pair => new NodeName(pair.Key), pair => pair.Value));
}

/// <summary>Serializer of what is kept.</summary>
[JsonSourceGenerationOptions(RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(ImmutableArray<KeptNumberForm>))]
internal sealed partial class AwayJson : JsonSerializerContext;
