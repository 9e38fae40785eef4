using System.Net;
using System.Net.Sockets;
using ActorPbx.Node.Running;

namespace ActorPbx.Node.Tests.Running;

public class PortOwnerTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_process_that_has_a_port_is_named(bool udp)
    {
        using var socket = new Socket(
            AddressFamily.InterNetwork, udp ? SocketType.Dgram : SocketType.Stream, udp ? ProtocolType.Udp : ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        if (!udp)
        {
            socket.Listen();
        }

        PortOwner.Find(udp, (IPEndPoint)socket.LocalEndPoint!)!.ShouldStartWith($"process {Environment.ProcessId} (");
    }

    [Fact]
    public void A_free_port_has_no_owner()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var free = (IPEndPoint)socket.LocalEndPoint!;
        socket.Dispose();
        PortOwner.Find(udp: true, free).ShouldBeNull();
    }
}
