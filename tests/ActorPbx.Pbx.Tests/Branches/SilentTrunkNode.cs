using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using ActorPbx.Domain.Nodes;
using ActorPbx.Pbx.Cluster;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Parsing;

namespace ActorPbx.Pbx.Tests.Branches;

/// <summary>A T-MSS that answers pings and nothing else, as one whose exchange hangs.</summary>
internal sealed class SilentTrunkNode : IAsyncDisposable
{
    private readonly UdpClient _socket = new(new IPEndPoint(IPAddress.Loopback, 0));
    private readonly Task _reading;

    public SilentTrunkNode(string name)
    {
        var port = ((IPEndPoint)_socket.Client.LocalEndPoint!).Port;
        Member = new Member(new(name), BranchName.Headquarters, 1, NodeRoles.Trunk, MemberStatus.Up, [new LinkAddress("udp", "127.0.0.1", port)], "test", NodeLoad.None);
        _reading = Read();
    }

    public Member Member { get; }

    /// <summary>Call-IDs of the INVITEs that came.</summary>
    public ConcurrentDictionary<string, bool> Invites { get; } = new();

    public async ValueTask DisposeAsync()
    {
        _socket.Dispose();
        await _reading;
    }

    private async Task Read()
    {
        while (true)
        {
            try
            {
                Take(await _socket.ReceiveAsync());
            }
            catch (Exception closed) when (closed is ObjectDisposedException or SocketException { SocketErrorCode: SocketError.OperationAborted })
            {
                return;
            }
            catch (SocketException)
            {
                // A peer of before is gone.
            }
        }
    }

    private void Take(UdpReceiveResult datagram)
    {
        if (!SipParser.TryParse(datagram.Buffer, SipLimits.Default, out var message, out _) || message is not SipRequest request)
        {
            return;
        }

        if (request.Method == SipMethod.Invite)
        {
            Invites[request.CallId] = true;
        }
        else if (request.Method == SipMethod.Options)
        {
            _socket.Send(SipWriter.ToArray(SipResponse.For(request, 200)), datagram.RemoteEndPoint);
        }
    }
}
