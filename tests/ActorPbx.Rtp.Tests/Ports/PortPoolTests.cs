using System.Net;
using System.Net.Sockets;
using ActorPbx.Rtp.Ports;

namespace ActorPbx.Rtp.Tests.Ports;

public sealed class PortPoolTests
{
    [Fact]
    public void Every_pair_is_even_and_inside_the_range()
    {
        var pool = new PortPool(20001, 20010);
        var taken = new List<int>();
        while (pool.TryTake(out var port))
            taken.Add(port);
        taken.Order().ShouldBe([20002, 20004, 20006, 20008]);
        pool.Free.ShouldBe(0);
    }

    [Fact]
    public void A_returned_port_is_the_last_to_be_used_again()
    {
        var pool = new PortPool(20000, 20019);
        pool.TryTake(out var first).ShouldBeTrue();
        pool.Return(first);
        for (var i = 0; i < 9; i++)
        {
            pool.TryTake(out var other).ShouldBeTrue();
            other.ShouldNotBe(first);
        }
        pool.TryTake(out var last).ShouldBeTrue();
        last.ShouldBe(first);
    }

    [Fact]
    public void The_order_cannot_be_guessed()
    {
        var pool = new PortPool(20000, 29999);
        var taken = new List<int>();
        for (var i = 0; i < 20 && pool.TryTake(out var port); i++)
            taken.Add(port);
        taken.SequenceEqual(taken.Order()).ShouldBeFalse();
    }

    [Theory]
    [InlineData(80, 9000)]
    [InlineData(60000, 70000)]
    [InlineData(20000, 20000)]
    [InlineData(20001, 20002)]
    [InlineData(20010, 20000)]
    public void A_range_without_a_pair_is_refused(int first, int last) =>
        Should.Throw<ArgumentOutOfRangeException>(() => new PortPool(first, last));

    [Fact]
    public void A_pair_of_which_another_program_holds_the_rtcp_port_is_stepped_over()
    {
        using var other = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        other.Bind(new IPEndPoint(IPAddress.Loopback, FreeOddPort()));
        var busy = ((IPEndPoint)other.LocalEndPoint!).Port;
        var pool = new PortPool(busy - 1, busy);

        PortPair.TryBind(pool, IPAddress.Loopback, 46, out var reason).ShouldBeNull();
        reason.ShouldContain("in use");
        pool.Free.ShouldBe(1);

        other.Dispose();
        using var pair = PortPair.TryBind(pool, IPAddress.Loopback, 46, out _);
        pair.ShouldNotBeNull().Address.Port.ShouldBe(busy - 1);
        ((IPEndPoint)pair.Rtcp.LocalEndPoint!).Port.ShouldBe(busy);
    }

    [Fact]
    public void An_address_that_is_not_ours_is_named_in_the_reason()
    {
        var pool = new PortPool(20000, 20009);
        PortPair.TryBind(pool, IPAddress.Parse("192.0.2.1"), 46, out var reason).ShouldBeNull();
        reason.ShouldContain("192.0.2.1");
        pool.Free.ShouldBe(5);
    }

    private static int FreeOddPort()
    {
        while (true)
        {
            using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            probe.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            var port = ((IPEndPoint)probe.LocalEndPoint!).Port;
            if (port % 2 == 1)
                return port;
        }
    }
}
