using System.Collections.Immutable;
using ActorPbx.Domain.Calls;
using ActorPbx.Domain.Extensions;
using ActorPbx.Domain.Numbering;
using ActorPbx.Domain.Presence;
using ActorPbx.Domain.Trunks;
using ActorPbx.Pbx.Extensions;
using ActorPbx.Pbx.Links;
using ActorPbx.Pbx.Registration;
using ActorPbx.Pbx.Trunks;

namespace ActorPbx.Pbx.Calls;

/// <summary>
/// What a call asks of the exchange around it before it rings anybody, and gives back when it is over: the caller's admission, a way to the called
/// number, and places on links and trunks. Answers come to the call's mailbox.
/// </summary>
internal sealed class CallPlacement(NewCall setup, CallServices services, IActorRef call)
{
    private readonly CallRouting _routing = services.Routing;
    private readonly OutsideDoor _outside = new(setup, services);
    private bool _isFallBack;
    private ExtensionNumber? _paged;
    private string? _trunk;
    private bool _isReleased;
    private bool _holdsIn;
    private bool _holdsOut;

    /// <summary>May the caller make this call?</summary>
    public void AdmitCaller()
    {
        switch (setup.Caller)
        {
            case CallOrigin.Extension extension: services.Extensions.Tell(new AdmitOutgoing(extension.Profile.Number, setup.Id, setup.Called), call); break;
            case CallOrigin.Link: AdmitLink(); break;
            case CallOrigin.Trunk trunk: Reserve(trunk.Profile.Name, TrunkDirection.Incoming, ""); break;
            default: throw new InvalidOperationException($"Nobody admits calls of {setup.Caller}.");
        }
    }

    /// <summary>Which way leads to the called number?</summary>
    public void PageCallee() => Go(setup.Way ?? _routing.Decide(setup.Caller, setup.Called));

    /// <summary>Which other way leads there, when the link does not?</summary>
    public void PageFallBack()
    {
        LeaveLink();
        GoWithoutHeadquarters();
    }

    /// <summary>Says how far the call is to the numbers that it was admitted by.</summary>
    public void Advance(DialogStage stage)
    {
        if (setup.Caller is CallOrigin.Extension extension)
        {
            services.Extensions.Tell(new CallAdvanced(extension.Profile.Number, setup.Id, stage), call);
        }

        if (_paged is { } number)
        {
            services.Extensions.Tell(new CallAdvanced(number, setup.Id, stage), call);
        }
    }

    /// <summary>The call is over: whoever was asked is told. Doing it again changes nothing.</summary>
    public void Release()
    {
        if (_isReleased)
        {
            return;
        }

        _isReleased = true;
        if (setup.Caller is CallOrigin.Extension extension)
        {
            services.Extensions.Tell(new ReleaseCall(extension.Profile.Number, setup.Id), call);
        }

        if (_paged is { } number)
        {
            services.Extensions.Tell(new ReleaseCall(number, setup.Id), call);
        }

        if (_trunk is not null)
        {
            services.Trunks.Tell(new ReleaseTrunk(_trunk, setup.Id), call);
        }

        _outside.Close();
        LeaveLink();
        if (_holdsIn)
        {
            _holdsIn = false;
            _routing.Branch!.Places.End(LinkDirection.In);
        }
    }

    private void AdmitLink()
    {
        // A call that leaves here by a trunk is counted by its branch and by the trunk.
        _holdsIn = setup.Way is null && _routing.Branch!.Places.TryBegin(LinkDirection.In);
        call.Tell(_holdsIn || setup.Way is not null
            ? new CallInput.CallerAdmitted(RelayMedia: false)
            : new CallInput.CallerRefused(ResponseCode.Unavailable, Cause.NoCircuit));
    }

    private void Go(RouteDecision decision)
    {
        switch (decision)
        {
            case RouteDecision.ToExtension: Page(); break;
            case RouteDecision.ToHeadquarters when _routing.LeavesOutside(setup.Called) && _outside.RefusesAtHeadquarters(): Refuse(ResponseCode.Forbidden, Cause.FacilityRejected); break;
            case RouteDecision.ToHeadquarters: ToNodes(_routing.Branch!.Links.TrunkNodes(setup.Id.Value)); break;
            case RouteDecision.ToBranch(var branch): ToNodes(_routing.Branch!.Links.NodesOf(branch, setup.Id.Value)); break;
            case RouteDecision.ToTrunk(var trunk, var number) when _outside.Refuses(trunk, number, _isFallBack): Refuse(ResponseCode.Forbidden, Cause.FacilityRejected); break;
            case RouteDecision.ToTrunk(var trunk, var number): Reserve(trunk, TrunkDirection.Outgoing, number); break;
            case RouteDecision.Refused(var code, var cause, _): Refuse(code, cause); break;
            default: throw new InvalidOperationException($"A way that no call can go: {decision}.");
        }
    }

    private void GoWithoutHeadquarters()
    {
        _isFallBack = true;
        Go(_routing.WithoutHeadquarters(setup.Caller, setup.Called));
    }

    private void Page()
    {
        _paged = new ExtensionNumber(setup.Called);
        services.Extensions.Tell(new Page(_paged.Value, setup.Id, setup.Caller.Number) { Wanted = Gruu.In(setup.Invite.Request.RequestUri) }, call);
    }

    private void ToNodes(ImmutableArray<LinkHop> nodes)
    {
        if (nodes.IsEmpty)
        {
            GoWithoutHeadquarters();
        }
        else if (!_routing.Branch!.Places.TryBegin(LinkDirection.Out))
        {
            Refuse(ResponseCode.ServiceUnavailable, Cause.NoCircuit);
        }
        else
        {
            _holdsOut = true;
            call.Tell(new TargetsFound(setup.Id, [LegTarget.Link.To(setup, nodes)], LegTarget.LongestRing, RelayMedia: false, PartyKind.Link));
        }
    }

    private void Reserve(string trunk, TrunkDirection direction, string number)
    {
        _trunk = trunk;
        services.Trunks.Tell(new ReserveTrunk(trunk, setup.Id, direction, number), call);
    }

    private void LeaveLink()
    {
        if (_holdsOut)
        {
            _holdsOut = false;
            _routing.Branch!.Places.End(LinkDirection.Out);
        }
    }

    private void Refuse(ResponseCode code, Cause cause) => call.Tell(new CallInput.CalleeRefused(code, cause));
}
