using System.Collections.Immutable;
using ActorPbx.Domain.Calls;
using ActorPbx.Domain.Extensions;
using ActorPbx.Domain.Numbering;
using ActorPbx.Domain.Presence;
using ActorPbx.Domain.Registration;
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
    private OutsideDoor? _outside;
    private bool _isFallBack;
    private ImmutableArray<(string Trunk, CallId As)> _trunks = [];
    private CallOrigin _payer = setup.Caller;
    private string _number = setup.Called;
    private DeviceWanted _device = Gruu.In(setup.Invite.Request.RequestUri);
    private bool _isSentOn;
    private bool _forwards;
    private bool _isReleased;
    private int _holdsIn;
    private int _reserved;
    private int _holdsOut;
    private (int Asked, int Trunks, int Out) _mark;

    /// <summary>The numbers of ours that have a place in the call.</summary>
    public CallNumbers Numbers { get; } = new(setup, services, call);

    // Most calls stay inside.
    private OutsideDoor Outside => _outside ??= new OutsideDoor(setup, services);

    /// <summary>May the caller make this call?</summary>
    public void AdmitCaller()
    {
        switch (setup.Caller)
        {
            case CallOrigin.Extension extension: Numbers.Ask(new AdmitOutgoing(extension.Profile.Number, setup.Id, setup.Called)); break;
            case CallOrigin.Link: AdmitLink(); break;
            case CallOrigin.Trunk trunk: Reserve(trunk.Profile.Name, TrunkDirection.Incoming, ""); break;
            default: throw new InvalidOperationException($"Nobody admits calls of {setup.Caller}.");
        }
    }

    /// <summary>Which way leads to the called number?</summary>
    public void PageCallee()
    {
        var decision = (_isSentOn ? null : setup.Way) ?? _routing.Decide(_payer, _number);
        if ((_forwards || _payer is CallOrigin.Reached) && !_routing.MayForward(_payer, _number, decision))
        {
            services.Log.Info("Call {0}: {1} may not send calls on to {2}, which is outside", setup.Id, _payer.Number, _number);
            Refuse(ResponseCode.Forbidden, Cause.FacilityRejected);
            return;
        }

        Go(decision);
    }

    /// <summary>From now on the call is made by who sends it on, to another number. May it make it?</summary>
    public void SendOn(string by, string to, DeviceWanted device)
    {
        services.Log.Info("Call {0}: {1} sends it on to {2}", setup.Id, by, to);
        if (_routing.OriginOf(by) is not { } sender)
        {
            call.Tell(new CallInput.CallerRefused(ResponseCode.Forbidden, Cause.FacilityRejected));
            return;
        }

        (_payer, _number, _device, _isSentOn, _forwards, _isFallBack) = (sender, to, device, true, true, false);
        Numbers.Ask(new AdmitOutgoing(sender.Profile.Number, setup.Id, to, InPlace: true));
        Numbers.Ask(new LeaveCall(sender.Profile.Number, setup.Id));
    }

    /// <summary>Which other way leads there, when the link does not?</summary>
    public void PageFallBack()
    {
        LeaveLink();
        GoWithoutHeadquarters();
    }

    /// <summary>A party wants another number in its place. May it call it? A trunk may by its own rights, which lead to no other trunk.</summary>
    public void Transfer(PartyKind kind, string number, string to, DeviceWanted device)
    {
        services.Log.Info("Call {0}: {1} transfers it to {2}", setup.Id, number, to);
        CallOrigin? sender = kind == PartyKind.Phone ? _routing.OriginOf(number) : new CallOrigin.Reached(number, kind);
        (_payer, _number, _device, _isSentOn, _forwards, _isFallBack) = (sender ?? _payer, to, device, true, false, false);
        _mark = (Numbers.Count, _trunks.Length, _holdsOut);
        if (sender is CallOrigin.Extension extension)
        {
            Numbers.Ask(new AdmitOutgoing(extension.Profile.Number, setup.Id, to, InPlace: true));
        }
        else
        {
            call.Tell(sender is null ? new CallInput.CallerRefused(ResponseCode.Forbidden, Cause.FacilityRejected) : new CallInput.CallerAdmitted(RelayMedia: false));
        }
    }

    /// <summary>The transfer failed: what was taken for it is given back.</summary>
    public void GiveUp()
    {
        Numbers.FreeFrom(_mark.Asked);
        foreach (var (trunk, name) in _trunks.Skip(_mark.Trunks))
        {
            services.Trunks.Tell(new ReleaseTrunk(trunk, name), call);
        }

        _trunks = _trunks.RemoveRange(_mark.Trunks, _trunks.Length - _mark.Trunks);
        while (_holdsOut > _mark.Out)
        {
            LeaveLink();
        }
    }

    /// <summary>A leg goes over to another call, and what it takes up goes with it.</summary>
    /// <param name="leg">What the leg reaches.</param>
    /// <param name="to">The other call.</param>
    public LegPlace Give(LegTarget leg, IActorRef to)
    {
        switch (leg)
        {
            case var way when TakeOut(way) is { } held:
                services.Trunks.Tell(new PassTrunk(held.Trunk, held.As, to), call);
                return new LegPlace(held, null, leg is LegTarget.Trunk ? _outside?.Give() ?? [] : []);
            case LegTarget.Link when _holdsOut > 0: _holdsOut--; return new LegPlace(null, LinkDirection.Out, _outside?.Give() ?? []);
            case LegTarget.Met { Origin: CallOrigin.Link } when _holdsIn > 0: _holdsIn--; return new LegPlace(null, LinkDirection.In, []);
            default: return LegPlace.None;
        }
    }

    /// <summary>Who sent the call on is out of it: a number of ours still pays for the rest, a trunk has its line back.</summary>
    public void LetGo(LegTarget leg, string number)
    {
        Numbers.LetGo(number);
        if (TakeOut(leg) is { } held)
        {
            services.Trunks.Tell(new ReleaseTrunk(held.Trunk, held.As), call);
        }
    }

    /// <summary>A leg came from another call, with what it takes up.</summary>
    public void Take(LegPlace place)
    {
        if (place.Trunk is { } trunk)
        {
            _trunks = _trunks.Add(trunk);
        }

        _holdsOut += place.Link == LinkDirection.Out ? 1 : 0;
        _holdsIn += place.Link == LinkDirection.In ? 1 : 0;
        if (!place.Outside.IsEmpty)
        {
            Outside.Take(place.Outside);
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
        Numbers.FreeFrom(0);
        foreach (var (trunk, name) in _trunks)
        {
            services.Trunks.Tell(new ReleaseTrunk(trunk, name), call);
        }

        _outside?.Close();
        while (_holdsOut > 0)
        {
            LeaveLink();
        }

        for (; _holdsIn > 0; _holdsIn--)
        {
            _routing.Branch!.Places.End(LinkDirection.In);
        }
    }

    private void AdmitLink()
    {
        // A call that leaves here by a trunk is counted by its branch and by the trunk.
        _holdsIn = setup.Way is null && _routing.Branch!.Places.TryBegin(LinkDirection.In) ? 1 : 0;
        call.Tell(_holdsIn > 0 || setup.Way is not null
            ? new CallInput.CallerAdmitted(RelayMedia: false)
            : new CallInput.CallerRefused(ResponseCode.Unavailable, Cause.NoCircuit));
    }

    private void Go(RouteDecision decision)
    {
        switch (decision)
        {
            case RouteDecision.ToExtension: Page(); break;
            case RouteDecision.ToHeadquarters when _routing.LeavesOutside(_number) && Outside.RefusesAtHeadquarters(_payer, _number): Refuse(ResponseCode.Forbidden, Cause.FacilityRejected); break;
            case RouteDecision.ToHeadquarters: ToNodes(_routing.Branch!.Links.TrunkNodes(setup.Id.Value)); break;
            case RouteDecision.ToBranch(var branch): ToNodes(_routing.Branch!.Links.NodesOf(branch, setup.Id.Value)); break;
            case RouteDecision.ToTrunk(var trunk, var number) when Outside.Refuses(_payer, _number, trunk, number, _isFallBack): Refuse(ResponseCode.Forbidden, Cause.FacilityRejected); break;
            case RouteDecision.ToTrunk(var trunk, var number): Reserve(trunk, TrunkDirection.Outgoing, number); break;
            case RouteDecision.Refused(var code, var cause, _): Refuse(code, cause); break;
            default: throw new InvalidOperationException($"A way that no call can go: {decision}.");
        }
    }

    private void GoWithoutHeadquarters()
    {
        _isFallBack = true;
        Go(_routing.WithoutHeadquarters(_payer, _number));
    }

    private void Page() => Numbers.Ask(new Page(new ExtensionNumber(_number), setup.Id, setup.Caller.Number) { Wanted = _device });

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
            _holdsOut++;
            call.Tell(new TargetsFound(setup.Id, [LegTarget.Link.To(_number, setup.Domain.Name.Value, nodes) with { Device = _device }], LegTarget.LongestRing, RelayMedia: false, PartyKind.Link));
        }
    }

    private void Reserve(string trunk, TrunkDirection direction, string number)
    {
        // A call that comes by a trunk and leaves by it again has two places there.
        var name = _reserved++ == 0 ? setup.Id : new CallId($"{setup.Id}.{_reserved}");
        _trunks = _trunks.Add((trunk, name));
        services.Trunks.Tell(new ReserveTrunk(trunk, name, direction, number), call);
    }

    private (string Trunk, CallId As)? TakeOut(LegTarget leg)
    {
        var trunk = (leg as LegTarget.Trunk)?.Profile.Name ?? (leg is LegTarget.Met { Origin: CallOrigin.Trunk { Profile.Name: var name } } ? name : null);
        for (var i = _trunks.Length - 1; i >= 0; i--)
        {
            if (_trunks[i] is var held && held.Trunk == trunk)
            {
                _trunks = _trunks.RemoveAt(i);
                return held;
            }
        }

        return null;
    }

    private void LeaveLink()
    {
        if (_holdsOut > 0)
        {
            _holdsOut--;
            _routing.Branch!.Places.End(LinkDirection.Out);
        }
    }

    private void Refuse(ResponseCode code, Cause cause) => call.Tell(new CallInput.CalleeRefused(code, cause));
}
