using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using ActorPbx.EndToEnd.Tests.Harness;

namespace ActorPbx.EndToEnd.Tests.Hosts;

/// <summary>The laboratory does to packets what it says.</summary>
public sealed class LaboratoryTests : IAsyncLifetime
{
    private static readonly TimeSpan Silence = TimeSpan.FromMilliseconds(700);

    private Laboratory _laboratory = null!;
    private Socket _one = null!;
    private Socket _other = null!;

    public async Task InitializeAsync()
    {
        if (Namespaces.Missing is not null) return;
        _laboratory = await Laboratory.Build(("one", ["pbx"]), ("other", ["pbx"]));
        _one = Open(One);
        _other = Open(Other);
    }

    public async Task DisposeAsync()
    {
        if (_laboratory is null) return;
        _one.Dispose();
        _other.Dispose();
        await _laboratory.DisposeAsync();
    }

    private Site One => _laboratory.Site("one");

    private Site Other => _laboratory.Site("other");

    [LabFact]
    public async Task A_cut_line_carries_nothing_until_it_is_healed_and_a_half_cut_one_half()
    {
        await Pass(_one, _other);
        await Pass(_other, _one);
        await One.Wan.Cut();
        await IsLost(_one, _other);
        await IsLost(_other, _one);
        await One.Wan.CutIncoming();
        await Pass(_one, _other);
        await IsLost(_other, _one);
        await One.Wan.CutOutgoing();
        await IsLost(_one, _other);
        await Pass(_other, _one);
        await One.Wan.Heal();
        await Pass(_one, _other);
    }

    [LabFact]
    public async Task Phones_reach_their_own_exchange_whatever_becomes_of_the_line()
    {
        await One.Wan.Cut();
        using var phone = Open(One.Network("pbx").DevicePlace, One.Network("pbx").Device(7));
        await Pass(phone, _one);
        await Pass(_one, phone);
    }

    [LabFact]
    public async Task A_lossy_line_loses_about_as_much_as_it_is_told()
    {
        await One.Wan.Be(WanState.Good with { Loss = 0.5 });
        for (byte n = 0; n < 200; n++) _one.SendTo([n], _other.LocalEndPoint!);
        (await ReceiveAll(_other)).Count.ShouldBeInRange(50, 150);
    }

    [LabFact]
    public async Task A_slow_line_delays_each_packet_and_keeps_their_order()
    {
        await One.Wan.Be(WanState.Good with { Delay = TimeSpan.FromMilliseconds(150), Jitter = TimeSpan.FromMilliseconds(50) });
        var watch = Stopwatch.StartNew();
        for (byte n = 0; n < 100; n++) _one.SendTo([n], _other.LocalEndPoint!);
        (await Receive(_other, Eventually.Patience)).ShouldNotBeNull();
        watch.ElapsedMilliseconds.ShouldBeGreaterThanOrEqualTo(100);
        for (byte n = 1; n < 100; n++) (await Receive(_other, Eventually.Patience)).ShouldNotBeNull().Bytes.ShouldBe([n]);
        await Pass(_other, _one);
        await One.Wan.Heal();
        await Pass(_one, _other);
        await Pass(_other, _one);
    }

    [LabFact]
    public async Task Behind_a_translated_address_an_office_reaches_others_and_is_reached_at_what_is_forwarded()
    {
        await One.Wan.Be(WanState.Good with { Nat = true, Forwarded = [(5071, "pbx")] });
        _one.SendTo([1], _other.LocalEndPoint!);
        var (_, from) = (await Receive(_other, Eventually.Patience))!.Value;
        from.Address.ShouldBe(One.Gateway.Address);
        _other.SendTo([2], from);
        (await Receive(_one, Eventually.Patience)).ShouldNotBeNull().Bytes.ShouldBe([2]);
        using var forwarded = Open(One.Host("pbx"), port: 5071);
        await IsLost(_other, forwarded);
        _other.SendTo([3], new IPEndPoint(One.Gateway.Address, 5071));
        (await Receive(forwarded, Eventually.Patience)).ShouldNotBeNull().Bytes.ShouldBe([3]);
    }

    [LabFact]
    public async Task Programs_run_on_their_host_and_go_with_the_laboratory()
    {
        var program = One.Host("pbx").Start("sleep", ["600"], Path.GetTempPath());
        await Eventually.IsTrue(() => File.ReadLines($"/proc/{program.Id}/net/fib_trie").Any(line => line.Contains("10.1.0.2", StringComparison.Ordinal)), "it runs on its host");
        await _laboratory.DisposeAsync();
        await program.Ended();
        await program.DisposeAsync();
    }

    [LabFact]
    public async Task What_a_killed_run_left_is_swept_away_and_what_others_use_is_not()
    {
        const string dead = "actorpbx-4194303-1-1-left"; // no process has this number: it is above the kernel's greatest
        await Tool.Run("ip", "netns", "add", dead);
        await using (await Laboratory.Build(("third", ["pbx"]))) File.Exists($"/run/netns/{dead}").ShouldBeFalse();
        await Pass(_one, _other);
    }

    private static Socket Open(Site site) => Open(site.Host("pbx"));

    private static Socket Open(Host host, int port = 6000) => Open(host, host.Address, port);

    private static Socket Open(Place place, IPAddress address, int port = 6000)
    {
        var socket = place.Inside(() => new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp));
        socket.Bind(new IPEndPoint(address, port));
        return socket;
    }

    private static async Task Pass(Socket from, Socket to)
    {
        var sent = Guid.NewGuid().ToByteArray();
        from.SendTo(sent, to.LocalEndPoint!);
        (await Receive(to, Eventually.Patience)).ShouldNotBeNull().Bytes.ShouldBe(sent);
    }

    private static async Task IsLost(Socket from, Socket to)
    {
        from.SendTo([1], to.LocalEndPoint!);
        (await Receive(to, Silence)).ShouldBeNull();
    }

    private static async Task<List<byte>> ReceiveAll(Socket socket)
    {
        List<byte> all = [];
        while (await Receive(socket, Silence) is { } received) all.Add(received.Bytes[0]);
        return all;
    }

    private static async Task<(byte[] Bytes, IPEndPoint From)?> Receive(Socket socket, TimeSpan patience)
    {
        var buffer = new byte[100];
        using var deadline = new CancellationTokenSource(patience);
        try
        {
            var received = await socket.ReceiveFromAsync(buffer, SocketFlags.None, new IPEndPoint(IPAddress.Any, 0), deadline.Token);
            return (buffer[..received.ReceivedBytes], (IPEndPoint)received.RemoteEndPoint);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }
}
