using System.Net;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Stack;
using ActorPbx.Sip.Transactions;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Pbx.Gateway;

/// <summary>The way out through a SIP stack.</summary>
internal sealed class StackOutlet(SipStack stack) : ISipOutlet
{
    private readonly SipResolver _resolver = new(reaches: family => stack.Listeners.Any(listener => listener.EndPoint.AddressFamily == family));

    public ClientTransaction Send(SipRequest request, SipTarget target, IClientTransactionUser user) => stack.Send(request, target, user);

    public string SentByTowards(SipTarget target) => stack.LocalContact(target);

    public IPAddress LocalAddressTowards(SipTarget target) => stack.LocalAddress(target);

    public ValueTask<SipTarget?> ResolveAsync(SipUri uri) => _resolver.ResolveAsync(uri);
}
