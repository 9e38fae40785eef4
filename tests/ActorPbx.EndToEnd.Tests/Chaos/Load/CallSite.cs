using System.Net;
using System.Net.Sockets;
using ActorPbx.EndToEnd.Tests.Harness;

namespace ActorPbx.EndToEnd.Tests.Chaos.Load;

/// <summary>The phones of one branch.</summary>
/// <param name="Branch">Name of the branch.</param>
/// <param name="Node">The exchange that serves them.</param>
/// <param name="Phones">The phones, registered.</param>
internal sealed record CallSite(string Branch, Exchange Node, IReadOnlyList<LoadPhone> Phones) : IAsyncDisposable
{
    /// <summary>Phones with consecutive numbers from <paramref name="first"/> on, one address each, registered when this returns.</summary>
    /// <param name="branch">Name of the branch.</param>
    /// <param name="node">The exchange that serves them.</param>
    /// <param name="first">The first number.</param>
    /// <param name="count">How many.</param>
    public static async Task<CallSite> Open(string branch, Exchange node, int first, int count)
    {
        var phones = new List<LoadPhone>();
        for (var i = 0; i < count; i++)
        {
            var socket = node.Net.DevicePlace.Inside(() => new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp));
            socket.Bind(new IPEndPoint(node.Net.Device(50 + i), 5060));
            phones.Add(new LoadPhone(socket, node.Sip, $"{first + i}"));
        }

        await Task.WhenAll(phones.Select(phone => phone.Register()));
        return new CallSite(branch, node, phones);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var phone in Phones) await phone.DisposeAsync();
    }
}
