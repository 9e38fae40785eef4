using System.Net.Sockets;
using ActorPbx.Cluster.Tests.RabbitMq;
using ActorPbx.EndToEnd.Tests.Cluster;
using ActorPbx.EndToEnd.Tests.Harness;

namespace ActorPbx.EndToEnd.Tests.Hosts;

/// <summary>A branch whose line to the broker vanishes without a word.</summary>
public sealed class BusOverWanTests
{
    private const string Established = "01"; // of /proc/net/tcp
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);

    [LabFact]
    public async Task A_connection_to_the_broker_on_a_cut_line_is_given_up_so_that_the_next_is_there_once_the_line_is()
    {
        await using var laboratory = await Laboratory.Build(("hq", ["bus"]), ("berlin", ["berlin-1"]));
        var bus = laboratory.Site("hq").Host("bus");
        var broker = new TestBroker(bus.Address, bus.Prefix, () => bus.Inside(() => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)));
        try
        {
            await broker.InitializeAsync();
            var charter = await ClusterCharter.Write(broker, "berlin-1.berlin");
            var line = laboratory.Site("berlin").Wan;
            var network = laboratory.Site("berlin").Network("berlin-1");
            await using var branch = Exchange.Prepare(charter.Member("berlin-1", "berlin", network.Exchange.ToString()), network);
            await branch.Run();
            await LabCluster.Sees(branch, seen => seen.Bus.State == "up", "the bus is there");
            Connections(branch, broker.Port).ShouldBe(2);

            await line.Cut();
            await Eventually.IsTrue(() => Connections(branch, broker.Port) == 0, "the dead connections are given up", Patience);
            await line.Heal();
            await LabCluster.Sees(branch, seen => seen.Bus.State == "up", "the bus is there again");
        }
        finally
        {
            await broker.DisposeAsync();
        }
    }

    // In /proc/net/tcp: addresses with ports in hexadecimal digits, the far one third, and then the state.
    private static int Connections(Exchange exchange, int port) => File.ReadLines($"/proc/{exchange.Process.Id}/net/tcp")
        .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Count(words => words[2].EndsWith($":{port:X4}", StringComparison.Ordinal) && words[3] == Established);
}
