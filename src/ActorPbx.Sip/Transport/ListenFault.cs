using System.Net;
using System.Net.Sockets;

namespace ActorPbx.Sip.Transport;

/// <summary>Says to the administrator why a listener could not be opened, with its address and port.</summary>
internal static class ListenFault
{
    public static SipTransportException Of(SipTransport transport, IPEndPoint endPoint, SocketException fault)
    {
        string why = fault.SocketErrorCode switch
        {
            SocketError.AddressAlreadyInUse => $"port {endPoint.Port} is already taken by another program",
            SocketError.AddressNotAvailable => $"{endPoint.Address} is not an address of this machine",
            SocketError.AccessDenied => $"port {endPoint.Port} needs a privilege that this program does not have",
            _ => fault.Message,
        };
        return new SipTransportException($"Cannot listen on {transport.ViaName()} {endPoint}: {why}", fault);
    }
}
