using System.Globalization;
using ActorPbx.Node.Control;
using Spectre.Console;

namespace ActorPbx.Node.Cli.Output;

/// <summary>A node's state for people.</summary>
internal static class StatusText
{
    public static void Write(NodeReport status, IAnsiConsole console)
    {
        var state = status.State == NodeState.Running ? "running" : "draining: no new calls";
        console.WriteLine($"{status.Node} is {state}, up {DurationText.Of(status.UptimeSeconds)} (process {status.ProcessId}, ActorPbx {status.Version})");
        console.WriteLine($"configuration  {status.ConfigurationFile}");
        console.WriteLine($"data           {status.DataDirectory}");
        console.WriteLine($"memory         {status.MemoryBytes / (1024 * 1024)} MiB");
        console.WriteLine();
        WriteDomains(status, console);
        WriteListeners(status, console);
        WriteTraffic(status, console);
    }

    private static void WriteDomains(NodeReport status, IAnsiConsole console)
    {
        var table = Columns.Of("DOMAIN", ">EXTENSIONS", ">REGISTERED", ">CALLS");
        foreach (var domain in status.Domains)
        {
            table.Add(domain.IsDefault ? domain.Domain + " (default)" : domain.Domain, Number(domain.Extensions), Number(domain.Registered), Number(domain.Calls));
        }

        console.Write(table);
        console.WriteLine();
    }

    private static void WriteListeners(NodeReport status, IAnsiConsole console)
    {
        var table = Columns.Of("LISTENER", "ADDRESS", ">PORT");
        foreach (var listener in status.Listeners)
        {
            table.Add(listener.Transport, listener.Address, Number(listener.Port));
        }

        console.Write(table);
        console.WriteLine();
    }

    private static void WriteTraffic(NodeReport status, IAnsiConsole console)
    {
        var table = Columns.Of("SIP", ">IN", ">OUT", ">REPEATED IN", ">REPEATED OUT", ">FAULTY", ">CONNECTIONS", ">REFUSED");
        foreach (var t in status.Sip.Transports)
        {
            table.Add(
                t.Transport, Number(t.MessagesIn), Number(t.MessagesOut), Number(t.RetransmissionsIn), Number(t.RetransmissionsOut),
                Number(t.ParseErrors), Number(t.Connections), Number(t.ConnectionsRefused));
        }

        console.Write(table);
        console.WriteLine($"transactions   {Number(status.Sip.Transactions)}");
    }

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
