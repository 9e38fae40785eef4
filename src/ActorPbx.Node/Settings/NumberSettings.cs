using System.Collections.Immutable;
using ActorPbx.Domain;
using ActorPbx.Domain.Nodes;
using ActorPbx.Domain.Numbering;
using ActorPbx.Pbx.Directory;
using ActorPbx.Pbx.Numbers;
using ActorPbx.Pbx.Transit;

namespace ActorPbx.Node.Settings;

/// <summary>What a checked configuration says about numbers, as the directory takes it.</summary>
internal static class NumberSettings
{
    /// <summary>What the node announces: each domain's <c>announce</c>, or else the numbers of its extensions.</summary>
    public static OwnNumbers Own(NodeConfiguration settings) => new(
        [.. settings.Domains.OrderBy(pair => pair.Key, StringComparer.Ordinal).SelectMany(pair => (pair.Value.Announce is { } announced
            ? announced.Select(text => NumberBlock.TryParse(text)!)
            : pair.Value.Extensions.Keys.Order(StringComparer.Ordinal).Select(OfExtensions))
            .Select(block => new ConfiguredBlock(new DomainName(pair.Key.ToLowerInvariant()), block)))],
        []);

    /// <summary>What single branches may do.</summary>
    public static ImmutableDictionary<BranchName, BranchRights> Rights(NodeConfiguration settings) => settings.Branches.ToImmutableDictionary(
        pair => new BranchName(pair.Key),
        pair => new BranchRights(
            [.. pair.Value.MayOwn.Select(text => NumberBlock.TryParse(text)!)], new NumberFilter(pair.Value.White, pair.Value.Black), pair.Value.Trunks));

    /// <summary>How many calls single branches may have.</summary>
    public static TransitLimits Limits(NodeConfiguration settings) => new(settings.Branches.ToImmutableDictionary(
        pair => new BranchName(pair.Key), pair => new BranchLimits(pair.Value.MaxIn, pair.Value.MaxOut)));

    private static NumberBlock OfExtensions(string key)
    {
        NumberRange.TryParse(key, out var range, out _);
        return new NumberBlock(range.First, range.Last);
    }
}
