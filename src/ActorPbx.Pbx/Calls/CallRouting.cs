using System.Collections.Immutable;
using ActorPbx.Domain.Calls;
using ActorPbx.Domain.Numbering;
using ActorPbx.Domain.Registration;
using ActorPbx.Domain.Trunks;
using ActorPbx.Pbx.Directory;
using ActorPbx.Pbx.Registration;
using ActorPbx.Pbx.Roaming;
using ActorPbx.Sip.Messages;

namespace ActorPbx.Pbx.Calls;

/// <summary>Where the calls of a domain go from this node. On a node of its own without trunks: to its extensions, and nowhere else.</summary>
/// <param name="domain">The virtual PBX.</param>
/// <param name="branch">The cluster; null for a node of its own.</param>
/// <param name="guests">Numbers of other branches whose phones are here; null on a node of its own.</param>
/// <param name="directory">All domains of the node; null: this one alone.</param>
public sealed class CallRouting(DomainProfile domain, BranchCalls? branch, GuestBook? guests = null, PbxDirectory? directory = null)
{
    /// <summary>The links; null for a node of its own.</summary>
    public BranchCalls? Branch => branch;

    /// <summary>The dial plan of this node's trunks.</summary>
    private ImmutableArray<TrunkRoute> Trunks => domain.TrunkRoutes;

    /// <summary>Where the call goes.</summary>
    public RouteDecision Decide(CallOrigin caller, string number)
    {
        var ringsHere = domain.Find(number) is not null || IsGuest(caller, number);
        if (branch is null && Trunks.IsEmpty)
        {
            return new RouteDecision.ToExtension();
        }

        var view = new BranchView(branch?.Self ?? default, branch?.Numbers.Plan ?? NumberPlan.Empty, OpenTo(caller, Trunks));
        var decision = BranchRouting.Decide(view, domain.Name, number, ringsHere);
        return decision is RouteDecision.ToHeadquarters ? Leave(view, caller, number) : decision;
    }

    /// <summary>Whether a number belongs to no branch, so that headquarters has it leave by a trunk, if at all.</summary>
    public bool LeavesOutside(string number) => branch?.Numbers.Plan.Find(domain.Name, number) is null;

    /// <summary>Where the call goes when headquarters cannot be reached.</summary>
    public RouteDecision WithoutHeadquarters(CallOrigin caller, string number) =>
        BranchRouting.WithoutHeadquarters(OpenTo(caller, domain.FallBack), number);

    /// <summary>The number of this domain that an address names, and the one of its devices if it is a GRUU; null when it names none.</summary>
    public (string Number, DeviceWanted Device)? Read(SipUri address)
    {
        var uri = domain.TempGruus.Resolve(address);
        return NumberIn(uri) is { } number ? (number, Gruu.In(uri)) : null;
    }

    private string? NumberIn(SipUri uri) =>
        string.IsNullOrEmpty(uri.User) || !(uri.IsTel || uri.IsSip) ? null
        : uri.IsTel || uri.Host.Equals(domain.Name.Value, StringComparison.OrdinalIgnoreCase) || directory?.Find(uri.Host) == domain ? uri.User
        : null;

    /// <summary>A number that has a phone here, as one who sends calls on; null when there is none.</summary>
    public CallOrigin.Extension? OriginOf(string number) =>
        (domain.Find(number) ?? guests?.Find(domain.Name, number)?.Profile) is { } profile ? new CallOrigin.Extension(profile) : null;

    /// <summary>Whether a call to this number may be sent on there by that one: to the outside only if it may.</summary>
    public bool MayForward(CallOrigin by, string number, RouteDecision decision) => by is CallOrigin.Extension { Profile.Class.ForwardOutside: true } || decision switch
    {
        RouteDecision.ToTrunk => false,
        RouteDecision.ToHeadquarters => branch?.Numbers.Plan.Find(domain.Name, number) is not null,
        _ => true,
    };

    /// <summary>The home of a number that is a guest here; else empty.</summary>
    public string HomeOf(string number) => guests?.Find(domain.Name, number)?.Home.Value ?? "";

    // What other nodes send here for a guest rings it; our own phones follow its home's word, where it rings.
    private bool IsGuest(CallOrigin caller, string number) =>
        guests?.Find(domain.Name, number) is { IsRegistered: true } guest && (!guest.Waits || caller.Kind == PartyKind.Link);

    // What came in over a link or a trunk does not leave by a trunk: nobody calls the world at our cost. Nor do guests, but where they may.
    private ImmutableArray<TrunkRoute> OpenTo(CallOrigin caller, ImmutableArray<TrunkRoute> routes) => caller switch
    {
        CallOrigin.Extension { Profile.Home: null } => routes,
        CallOrigin.Extension => routes.RemoveAll(route => !domain.Roaming.GuestTrunks.Contains(route.Trunk)),
        _ => [],
    };

    private static RouteDecision Unknown => new RouteDecision.Refused(ResponseCode.NotFound, Cause.UnallocatedNumber, "no such extension");

    private RouteDecision Leave(BranchView view, CallOrigin caller, string number)
    {
        if (branch is null)
        {
            return new RouteDecision.ToExtension();
        }

        var owner = view.Plan.Find(domain.Name, number);
        if (caller.Kind == PartyKind.Link && owner?.Home != branch.Self)
        {
            // Headquarters sent it here by an older plan; it is not sent around.
            return Unknown;
        }

        if (!branch.IsTrunkNode)
        {
            return new RouteDecision.ToHeadquarters();
        }

        return owner is null ? Unknown : new RouteDecision.ToBranch(owner.Branch);
    }
}
