using System.Globalization;
using ActorPbx.Node.Control;
using Spectre.Console;

namespace ActorPbx.Node.Cli.Output;

/// <summary>The cluster for people.</summary>
internal static class ClusterText
{
    public static void Write(ClusterReport report, IAnsiConsole console)
    {
        console.WriteLine($"cluster {report.Cluster}, seen from {report.Node} of {report.Branch}");
        var fault = report.Bus.Fault.Length == 0 ? "" : $": {Columns.Printable(report.Bus.Fault)}";
        console.WriteLine($"bus        {report.Bus.State}{fault}");
        WriteDirectory(report.Directory, console);
        var waiting = report.Outbox.Waiting == 0 ? "" : $", {Number(report.Outbox.Waiting)} waiting";
        console.WriteLine(report.Outbox.Sent > report.Outbox.Mark
            ? $"records    sent up to {Number(report.Outbox.Sent)}, safe up to {Number(report.Outbox.Mark)}{waiting}"
            : $"records    safe up to {Number(report.Outbox.Mark)}{waiting}");
        if (report.CentralRecords is { } central)
        {
            var trouble = central.Fault.Length == 0 ? "" : $"; {Columns.Printable(central.Fault)}";
            console.WriteLine($"central    {Number(central.Kept)} records taken in since the start, {Number(central.Doubled)} that had come before{trouble}");
        }

        console.WriteLine();
        WriteMembers(report, console);
        WriteLinks(report, console);
        WriteTrunks(report, console);
        WriteNumbers(report, console);
    }

    private static void WriteDirectory(DirectoryRow directory, IAnsiConsole console)
    {
        var agreement = directory switch
        {
            { Agrees: true } => "agrees with headquarters",
            { AgreedAt: { } at } => $"last agreed with headquarters at {DurationText.Local(at)}",
            _ => "not compared yet",
        };
        console.WriteLine($"directory  {Number(directory.Nodes)} nodes, digest {directory.Digest}, {agreement}");
    }

    private static void WriteMembers(ClusterReport report, IAnsiConsole console)
    {
        var table = Columns.Of("NODE", "BRANCH", "ROLES", "STATUS", ">CALLS", ">LINK IN", ">LINK OUT", ">CPU", "VERSION", "TAKES SIP AT");
        foreach (var member in report.Members)
        {
            table.Add(
                member.Node, member.Branch, string.Join(' ', member.Roles), Status(member), Number(member.Calls), Number(member.LinkIn), Number(member.LinkOut),
                member.Cpu.ToString("P0", CultureInfo.InvariantCulture), member.Version, member.Links.IsEmpty ? "-" : string.Join(", ", member.Links));
        }

        console.Write(table);
        console.WriteLine();
    }

    private static void WriteLinks(ClusterReport report, IAnsiConsole console)
    {
        var table = Columns.Of("LINK TO", "BRANCH", "HEALTH", "TARGET", ">PASSED", ">REFUSED", ">BEING SET UP");
        foreach (var link in report.Links)
        {
            table.Add(
                link.Node, link.Branch, link.Health, link.Target.Length == 0 ? "-" : link.Target, Number(link.Passed), Number(link.Refused), Number(link.InProgress));
        }

        console.Write(table);
        console.WriteLine();
    }

    private static void WriteTrunks(ClusterReport report, IAnsiConsole console)
    {
        if (report.Trunks.IsEmpty)
        {
            return;
        }

        var table = Columns.Of("TRUNK", "DOMAIN", ">IN", ">OF", ">OUT", ">OF", "LIMIT OF", "COUNTED BY", "CARRIER");
        foreach (var trunk in report.Trunks)
        {
            table.Add(
                trunk.Trunk, trunk.Domain, Number(trunk.Incoming), Number(trunk.MaxIncoming), Number(trunk.Outgoing), Number(trunk.MaxOutgoing), trunk.Scope,
                Holder(trunk), string.Join(", ", trunk.Carriers.Select(carrier => $"{carrier.Address} {carrier.Health}")));
        }

        console.Write(table);
        console.WriteLine();
    }

    private static string Holder(TrunkRow trunk) => trunk switch
    {
        { Scope: "node" } => "-",
        { Holder: "" } => "nobody yet",
        _ => $"{trunk.Holder}, epoch {Number(trunk.Epoch)}",
    };

    private static void WriteNumbers(ClusterReport report, IAnsiConsole console)
    {
        var table = Columns.Of("BRANCH", "NODE", "DOMAIN", "NUMBERS", ">ELSEWHERE", "TRUNKS");
        foreach (var row in report.Announced)
        {
            table.Add(
                row.Branch, row.Node, row.Domain, row.Numbers.IsEmpty ? "-" : string.Join(", ", row.Numbers), Number(row.Elsewhere),
                row.Trunks.IsEmpty ? "-" : string.Join(", ", row.Trunks));
        }

        console.Write(table);
        foreach (var overlap in report.Overlaps)
        {
            console.WriteLine(Columns.Printable(
                $"overlap in {overlap.Domain}: {overlap.Claimed} of {overlap.Claimant} and {overlap.Held} of {overlap.Holder}, which is older and stays in force"));
        }
    }

    private static string Status(MemberRow member) => (member.Reachable, member.Draining) switch
    {
        (false, _) => member.Status + ", unreachable",
        (_, true) => member.Status + ", draining",
        _ => member.Status,
    };

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
