using System.Net;
using ActorPbx.Domain.Extensions;
using ActorPbx.Domain.Nodes;
using ActorPbx.Domain.Presence;
using ActorPbx.Domain.Registration;
using ActorPbx.Sip.Authentication;
using ActorPbx.Sip.Provisionals;

namespace ActorPbx.Pbx.Directory;

/// <summary>What many extensions have in common: one object for a whole range of numbers.</summary>
public sealed record ExtensionClass(
    CallLimits Limits,
    RegistrationPolicy Registration,
    bool RelayMedia,
    TimeSpan NoAnswer,
    TrustedNetworks Trusted,
    string StaticContact,
    ReliableProvisional Reliable = ReliableProvisional.Supported,
    bool ForwardOutside = false)
{
    /// <summary>What they may do towards the outside.</summary>
    public OutsideRights Outside { get; init; } = OutsideRights.Default;

    /// <summary>Whom they may watch.</summary>
    public WatchRights Watching { get; init; } = WatchRights.None;
}

/// <summary>One extension as configured. What it does at the moment is its actor's business.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Class">What it shares with others.</param>
/// <param name="Credentials">What its devices prove themselves with; null when only trusted addresses may use it.</param>
/// <param name="DisplayName">Name shown to who is called, or empty.</param>
/// <param name="Home">The branch of a guest; null for a number of this branch.</param>
public sealed record ExtensionProfile(ExtensionNumber Number, ExtensionClass Class, DigestSecret? Credentials, string DisplayName, BranchName? Home = null)
{
    /// <summary>True when a request from this address needs no digest (IP-authorised device).</summary>
    public bool Trusts(IPAddress address) => Class.Trusted.Contain(address);
}
