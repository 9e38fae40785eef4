using System.Collections.Immutable;
using ActorPbx.Domain;
using ActorPbx.Domain.Nodes;
using ActorPbx.Domain.Numbering;

namespace ActorPbx.Pbx.Numbers;

/// <summary>Between announcements and their form on the wire. What is not well formed is not taken in.</summary>
internal static class NumberForms
{
    /// <summary>A node may announce so many blocks, and as many trunk prefixes.</summary>
    public const int MaxBlocks = 10_000;

    /// <summary>A node may have so many numbers elsewhere.</summary>
    public const int MaxElsewhere = 100_000;

    public static NodeNumbersForm Of(NodeNumbers numbers) => new(
        numbers.Branch.Value, numbers.Node.Value, numbers.Epoch, numbers.Version,
        [.. numbers.Blocks.Select(owned => new BlockForm(owned.Domain.Value, owned.Block.First, owned.Block.Last, owned.Since.ToUnixTimeMilliseconds()))],
        [.. numbers.Elsewhere.Select(Of)],
        [.. numbers.Trunks.Select(trunk => new TrunkPrefixForm(trunk.Domain.Value, trunk.Prefix, trunk.Trunk))]);

    public static NumbersChangeForm Of(NodeNumbersChange change) => new(
        change.Branch.Value, change.Node.Value, change.Epoch, change.FromVersion, change.ToVersion, [.. change.Arrived.Select(Of)], [.. change.Gone.Select(Of)]);

    /// <summary>The announcement; null when the form is not well formed.</summary>
    public static NodeNumbers? Read(NodeNumbersForm? form)
    {
        if (form is null || !HasNames(form.Branch, form.Node) || form.Blocks.IsDefault || form.Elsewhere.IsDefault || form.Trunks.IsDefault
            || form.Blocks.Length > MaxBlocks || form.Trunks.Length > MaxBlocks || form.Elsewhere.Length > MaxElsewhere)
        {
            return null;
        }

        var blocks = ImmutableArray.CreateBuilder<OwnedBlock>(form.Blocks.Length);
        var domain = default(DomainName);
        foreach (var block in form.Blocks)
        {
            // Nearly always the same: one name is kept for all.
            domain = domain.Value == block.Domain ? domain : new DomainName(block.Domain);
            if (Read(block, domain) is not { } owned)
            {
                return null;
            }

            blocks.Add(owned);
        }

        return new NodeNumbers(
            new BranchName(form.Branch), new NodeName(form.Node), form.Epoch, form.Version, blocks.MoveToImmutable(), Read(form.Elsewhere),
            [.. form.Trunks.Select(trunk => new TrunkPrefix(new DomainName(trunk.Domain), trunk.Prefix, trunk.Trunk))]);
    }

    /// <summary>The change; null when the form is not well formed.</summary>
    public static NodeNumbersChange? Read(NumbersChangeForm? form) =>
        form is null || !HasNames(form.Branch, form.Node) || form.Arrived.IsDefault || form.Gone.IsDefault || form.Arrived.Length > MaxElsewhere || form.Gone.Length > MaxElsewhere
            ? null
            : new NodeNumbersChange(new BranchName(form.Branch), new NodeName(form.Node), form.Epoch, form.From, form.To, Read(form.Arrived), Read(form.Gone));

    private static ElsewhereForm Of(NumberElsewhere entry) => new(entry.Domain.Value, entry.Number, entry.Branch.Value);

    private static ImmutableArray<NumberElsewhere> Read(ImmutableArray<ElsewhereForm> forms) =>
        [.. forms.Select(form => new NumberElsewhere(new DomainName(form.Domain), form.Number, new BranchName(form.Branch)))];

    private static OwnedBlock? Read(BlockForm form, DomainName domain) =>
        NumberBlock.TryOf(form.First, form.Last) is { } block && form.SinceMilliseconds is >= 0 and < 253_402_300_800_000
            ? new OwnedBlock(domain, block, DateTimeOffset.FromUnixTimeMilliseconds(form.SinceMilliseconds))
            : null;

    private static bool HasNames(string branch, string node) =>
        branch is not null && node is not null && NodeName.IsValid(branch) && NodeName.IsValid(node);
}
