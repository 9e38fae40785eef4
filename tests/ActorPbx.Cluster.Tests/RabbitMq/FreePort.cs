using System.Net;
using System.Net.Sockets;

namespace ActorPbx.Cluster.Tests.RabbitMq;

/// <summary>Ports of loopback that nobody listens at, below those that the system gives to outgoing connections: they stay free while a broker is restarted.</summary>
internal static class FreePort
{
    public static int Next()
    {
        while (true)
        {
            var port = Random.Shared.Next(20_000, 30_000);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port) { ExclusiveAddressUse = true };
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
            }
        }
    }
}
