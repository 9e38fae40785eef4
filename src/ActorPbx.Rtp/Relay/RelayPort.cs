using System.Net.Sockets;
using ActorPbx.Rtp.Sockets;

namespace ActorPbx.Rtp.Relay;

/// <summary>One socket of a leg, and the packet path: in here, through the leg's judgement, out of the other leg's socket.</summary>
internal sealed class RelayPort(RelayLeg leg, Socket socket, bool isControl)
{
    private readonly AddressFamily _family = socket.AddressFamily;

    /// <summary>The descriptor; the socket itself stays with the port pair.</summary>
    public int Descriptor { get; } = (int)socket.Handle;

    /// <summary>The engine's name for this port.</summary>
    public int Token { get; set; } = -1;

    /// <summary>Moves one batch of waiting datagrams.</summary>
    public void Pump(DatagramBatch batch, long now, ref RelayTally tally)
    {
        var count = batch.Receive(Descriptor);
        if (count == 0)
            return;
        var accepted = 0;
        for (var i = 0; i < count; i++)
        {
            var source = batch.Source(i);
            if (batch.IsTruncated(i))
            {
                leg.Refuse();
                continue;
            }
            if (!leg.Accept(batch.Datagram(i), source, isControl, now))
                continue;
            batch.Queue(i);
            accepted++;
        }
        var sent = accepted == 0 ? 0 : SendOn(batch);
        tally.Received += count;
        tally.Rejected += count - accepted;
        tally.Sent += sent;
        tally.Unsent += accepted - sent;
    }

    private int SendOn(DatagramBatch batch)
    {
        var peer = leg.Peer;
        var exit = isControl ? peer.Rtcp : peer.Rtp;
        var destination = peer.Destination(isControl);
        return destination.IsNone ? 0 : batch.Send(exit.Descriptor, exit._family, destination);
    }
}
