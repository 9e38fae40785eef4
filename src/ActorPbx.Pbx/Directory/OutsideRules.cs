using System.Collections.Immutable;
using ActorPbx.Domain.Extensions;
using ActorPbx.Pbx.Settings;

namespace ActorPbx.Pbx.Directory;

/// <summary>Makes what extensions may do towards the outside from settings, and says what is wrong with them.</summary>
internal sealed class OutsideRules(List<DirectoryFault> faults)
{
    /// <summary>More calls a minute than this are not kept in mind.</summary>
    public const int MostPerMinute = 10_000;

    /// <summary>An extension's lists are no longer than this: what a node tells others of them must tell all.</summary>
    public const int MostPrefixes = 64;

    /// <summary>How a domain tells numbers apart.</summary>
    public static NumberKinds KindsOf(OutsideSettings settings) => new(settings.International, settings.Premium, settings.Emergency);

    /// <summary>What an extension may.</summary>
    public OutsideRights RightsOf(string path, ExtensionSettings extension)
    {
        var given = OutsideRights.Default;
        var rights = new OutsideRights(
            extension.MaxOutsideCalls ?? given.MaxCalls, extension.OutsideCallsPerMinute ?? given.MaxPerMinute, extension.OutsideCallsPerDay ?? given.MaxPerDay,
            new OutsideReach(
                extension.InternationalCalls ?? false, extension.PremiumCalls ?? false, extension.AllowedPrefixes ?? [], extension.RefusedPrefixes ?? []));
        if (rights.MaxCalls < 0 || rights.MaxPerDay < 0)
        {
            faults.Add(new DirectoryFault($"{path}.max-outside-calls", "a number of calls cannot be negative; 0 means none but to emergency numbers."));
        }

        if (rights.MaxPerMinute is < 0 or > MostPerMinute)
        {
            faults.Add(new DirectoryFault($"{path}.outside-calls-per-minute", $"must be from 0 to {MostPerMinute}."));
        }

        Check($"{path}.allowed-prefixes", rights.Reach.Allowed);
        Check($"{path}.refused-prefixes", rights.Reach.Refused);
        return rights;
    }

    /// <summary>Whether numbers begin like this. They travel in a header between nodes.</summary>
    public static bool IsPrefix(string? text) => text is { Length: > 0 and <= 32 } && !text.AsSpan().ContainsAnyExcept("+0123456789*#ABCDabcd");

    private void Check(string path, ImmutableArray<string> prefixes)
    {
        if (prefixes.Length > MostPrefixes)
        {
            faults.Add(new DirectoryFault(path, $"has {prefixes.Length} prefixes; there may be {MostPrefixes}."));
        }

        foreach (var prefix in prefixes)
        {
            if (!IsPrefix(prefix))
            {
                faults.Add(new DirectoryFault(path, $"\"{prefix}\" is not how a number begins: digits, + * # and A to D, at most 32."));
            }
        }
    }
}
