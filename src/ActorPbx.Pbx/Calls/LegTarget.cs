using System.Collections.Immutable;
using ActorPbx.Domain.Calls;
using ActorPbx.Domain.Media;
using ActorPbx.Domain.Registration;
using ActorPbx.Pbx.Extensions;
using ActorPbx.Pbx.Links;
using ActorPbx.Pbx.Trunks;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Provisionals;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Pbx.Calls;

/// <summary>What a leg of a call is to reach.</summary>
/// <param name="Binding">As the call's state and records know it.</param>
internal abstract record LegTarget(Binding Binding)
{
    /// <summary>How its provisional responses are confirmed (RFC 3262).</summary>
    public virtual ReliableProvisional Reliable => ReliableProvisional.Off;

    /// <summary>A phone of ours.</summary>
    public sealed record Phone(PagedDevice Device) : LegTarget(Device.Binding)
    {
        /// <inheritdoc/>
        public override ReliableProvisional Reliable => Device.Reliable;
    }

    /// <summary>The number at another branch, through one of these nodes; best first.</summary>
    /// <param name="Binding">The number.</param>
    /// <param name="Nodes">T-MSS nodes, or on a T-MSS the nodes of the branch.</param>
    public sealed record Link(Binding Binding, ImmutableArray<LinkHop> Nodes) : LegTarget(Binding)
    {
        /// <summary>The one of the number's devices that is meant, if not all are.</summary>
        public DeviceWanted Device { get; init; }

        /// <summary>For a number of a domain.</summary>
        public static Link To(string number, string domain, ImmutableArray<LinkHop> nodes) => new(BindingOf(SipUri.Create(number, domain), nodes[0].Target), nodes);
    }

    /// <summary>A number behind a trunk.</summary>
    /// <param name="Binding">The number there.</param>
    /// <param name="RequestUri">The number at the trunk's address.</param>
    /// <param name="Peer">Where that is.</param>
    /// <param name="Profile">How it is configured.</param>
    public sealed record Trunk(Binding Binding, SipUri RequestUri, SipTarget Peer, TrunkProfile Profile) : LegTarget(Binding)
    {
        /// <inheritdoc/>
        public override ReliableProvisional Reliable => Profile.Reliable;

        /// <summary>The way of a call that a trunk takes.</summary>
        public static TargetsFound Found(ReserveTrunk reserve, TrunkPeer peer, TrunkProfile trunk)
        {
            var uri = SipUri.Create(reserve.Number, peer.Address.Host, peer.Address.Port, secure: peer.Address.IsSecure);
            return new TargetsFound(reserve.Call, [new Trunk(BindingOf(uri, peer.Target!), uri, peer.Target!, trunk)], LongestRing, RelayMedia: false, PartyKind.Trunk);
        }
    }

    /// <summary>A party that called, now in another call or in another's place.</summary>
    /// <param name="Binding">Who that is.</param>
    /// <param name="Origin">As which it called.</param>
    /// <param name="Address">From where.</param>
    public sealed record Met(Binding Binding, CallOrigin Origin, SipTarget Address) : LegTarget(Binding)
    {
        /// <summary>The caller of a call.</summary>
        public static Met Of(NewCall call)
        {
            var address = SipTarget.For(call.Invite.Flow);
            return new Met(BindingOf(SipUri.Create(call.Caller.Number, call.Domain.Name.Value), address), call.Caller, address);
        }
    }

    /// <summary>How long a number rings that another exchange has: that one knows better.</summary>
    public static readonly TimeSpan LongestRing = TimeSpan.FromMinutes(3);

    /// <summary>What is no registration, written as one.</summary>
    protected static Binding BindingOf(SipUri uri, SipTarget target) => new(
        uri.ToString(), "", "", 0, 1000, DateTimeOffset.MaxValue, DateTimeOffset.MinValue, target.Transport.UriName(),
        new TransportAddress(target.EndPoint.Address.ToString(), target.EndPoint.Port), BehindNat: false, Connection: 0, UserAgent: "");
}

/// <summary>Ways to the called number were found.</summary>
/// <param name="Call">The call.</param>
/// <param name="Targets">One leg for each.</param>
/// <param name="NoAnswer">How long they ring.</param>
/// <param name="RelayMedia">Media shall pass through this node.</param>
/// <param name="Kind">What they are.</param>
internal sealed record TargetsFound(
    CallId Call, ImmutableArray<LegTarget> Targets, TimeSpan NoAnswer, bool RelayMedia, PartyKind Kind);
