using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using ActorPbx.Domain.Nodes;
using ActorPbx.Pbx.Cluster;

namespace ActorPbx.Pbx.Roaming;

/// <summary>A guest as the store keeps it.</summary>
internal sealed record KeptGuestForm(GuestProfileForm Profile, string Branch, string Node, long ToldAtMilliseconds);

/// <summary>The guests of a domain as the store keeps them, so that a node which starts while their homes are away lets them in.</summary>
internal static class GuestDocument
{
    public static string NameOf(string domain) => $"guests-{domain}";

    public static string Write(IEnumerable<GuestEntry> guests) => JsonSerializer.Serialize(
        [.. guests.Where(guest => guest.IsProven).Select(guest =>
            new KeptGuestForm(guest.Form, guest.Home.Branch.Value, guest.Home.Node.Value, guest.ToldAt.ToUnixTimeMilliseconds()))],
        GuestJson.Default.ImmutableArrayKeptGuestForm);

    /// <summary>What was kept; what cannot be read is left out.</summary>
    public static IReadOnlyList<GuestEntry> Read(string? content, string realm)
    {
        if (content is null)
        {
            return [];
        }

        try
        {
            return [.. JsonSerializer.Deserialize(content, GuestJson.Default.ImmutableArrayKeptGuestForm).Select(kept => Entry(kept, realm)).OfType<GuestEntry>()];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    private static GuestEntry? Entry(KeptGuestForm kept, string realm)
    {
        var home = new Origin(new BranchName(kept.Branch), new NodeName(kept.Node));
        return GuestForms.Read(kept.Profile, realm, home.Branch) is { } profile
            ? new GuestEntry(kept.Profile, profile, home, DateTimeOffset.FromUnixTimeMilliseconds(kept.ToldAtMilliseconds)) { IsProven = true }
            : null;
    }
}

/// <summary>Serializer of the kept guests.</summary>
[JsonSourceGenerationOptions(RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(ImmutableArray<KeptGuestForm>))]
internal sealed partial class GuestJson : JsonSerializerContext;
