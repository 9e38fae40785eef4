using System.Collections.Immutable;
using ActorPbx.Domain.Extensions;
using ActorPbx.Pbx.Directory;

namespace ActorPbx.Pbx.Protection;

/// <summary>
/// Where an extension may call, as its node tells headquarters, whose trunk the call leaves by: <c>international, premium, allow=+44, refuse=0900</c>.
/// What is not understood allows nothing.
/// </summary>
internal static class ReachText
{
    public static string Of(OutsideReach reach)
    {
        var parts = new List<string>();
        if (reach.International)
        {
            parts.Add("international");
        }

        if (reach.Premium)
        {
            parts.Add("premium");
        }

        parts.AddRange(reach.Allowed.Take(OutsideRules.MostPrefixes).Select(prefix => $"allow={prefix}"));
        parts.AddRange(reach.Refused.Take(OutsideRules.MostPrefixes).Select(prefix => $"refuse={prefix}"));
        return string.Join(", ", parts);
    }

    public static OutsideReach Read(string? text)
    {
        var (international, premium) = (false, false);
        var allowed = ImmutableArray.CreateBuilder<string>();
        var refused = ImmutableArray.CreateBuilder<string>();
        foreach (var part in (text ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Take((2 * OutsideRules.MostPrefixes) + 2))
        {
            international |= part == "international";
            premium |= part == "premium";
            if (part.StartsWith("allow=", StringComparison.Ordinal))
            {
                allowed.Add(part["allow=".Length..]);
            }
            else if (part.StartsWith("refuse=", StringComparison.Ordinal))
            {
                refused.Add(part["refuse=".Length..]);
            }
        }

        return new OutsideReach(international, premium, allowed.ToImmutable(), refused.ToImmutable());
    }
}
