using System.Collections.Immutable;
using ActorPbx.Domain;
using ActorPbx.Domain.Nodes;
using ActorPbx.Domain.Numbering;
using ActorPbx.Pbx.Cluster;

namespace ActorPbx.Pbx.Numbers;

/// <summary>What this node says about numbers, version by version.</summary>
internal sealed class OwnAnnouncement(Origin self, long incarnation, TimeProvider clock)
{
    public NodeNumbers Numbers { get; private set; } = new(self.Branch, self.Node, incarnation, 0, [], [], []);

    /// <summary>The configuration; blocks keep the age that they had. Returns null: all is to be told.</summary>
    public NodeNumbersChange? Set(OwnNumbers own)
    {
        var now = clock.GetUtcNow();
        var blocks = own.Blocks.Distinct().Select(block => new OwnedBlock(block.Domain, block.Block, Since(block.Domain, block.Block) ?? now));
        return Next(Numbers with { Blocks = [.. blocks], Trunks = own.Trunks });
    }

    /// <summary>What this node said before its process was started anew.</summary>
    public NodeNumbersChange? Remember(NodeNumbers before)
    {
        var blocks = Numbers.Blocks.Select(owned =>
            before.Blocks.FirstOrDefault(old => old.Domain == owned.Domain && old.Block == owned.Block) is { } old && old.Since < owned.Since ? old : owned);
        return Next(Numbers with { Blocks = [.. blocks] });
    }

    public NodeNumbersChange? WentTo(NumberWentTo went) =>
        Next(Numbers with { Elsewhere = Without(went.Domain, went.Number).Add(new NumberElsewhere(went.Domain, went.Number, went.Branch)) });

    public NodeNumbersChange? CameHome(NumberCameHome came) => Next(Numbers with { Elsewhere = Without(came.Domain, came.Number) });

    private NodeNumbersChange? Next(NodeNumbers next)
    {
        var before = Numbers;
        Numbers = next with { Version = before.Version + 1 };
        return before.Version == 0 ? null : DirectoryLogic.Between(before, Numbers);
    }

    private ImmutableArray<NumberElsewhere> Without(DomainName domain, string number) =>
        Numbers.Elsewhere.RemoveAll(entry => entry.Domain == domain && entry.Number == number);

    private DateTimeOffset? Since(DomainName domain, NumberBlock block) =>
        Numbers.Blocks.FirstOrDefault(owned => owned.Domain == domain && owned.Block == block)?.Since;
}
