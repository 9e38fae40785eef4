using System.Globalization;
using ActorPbx.Domain.Calls;
using ActorPbx.Pbx.Extensions;
using ActorPbx.Pbx.Gateway;
using ActorPbx.Sip.Dialogs;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Pbx.Calls;

/// <summary>An INVITE that names a dialogue of the call as the one that it shall replace (RFC 3891).</summary>
internal sealed record ReplacementCame(NewCall By, ReplacesHeader Replaces);

/// <summary>The party that takes another's place by an INVITE with Replaces, as SIP: its INVITE, its answer, its ACK. One at a time.</summary>
internal sealed class LegNewcomer(NewCall setup, CallServices services, CallLegs legs, CallTargets targets, CallNumbers numbers, Func<CallState> state)
{
    private ReplaceRights? _rights;
    private ReplacementCame? _came;
    private LegId _replaced;
    private ILegWay? _way;

    /// <summary>True for what concerns the newcomer's INVITE.</summary>
    public bool Hears(SipEvent heard) => _came is { By.Port: var port } && heard switch
    {
        CancelCame cancel => cancel.Port == port,
        AckCame ack => ack.Port == port,
        AckMissing missing => missing.Port == port,
        _ => false,
    };

    /// <summary>What a message means to the call; null for what ends here.</summary>
    public LegEvent? Of(object message)
    {
        switch (message)
        {
            case ReplacementCame came: return Came(came);
            case JoinAdmitted: return Asked(ReplaceRight.Watcher);
            case JoinRefused: return Asked(ReplaceRight.None);
            case CancelCame when state().Newcomer is null: Refuse(ResponseCode.Terminated); return null;
            case CancelCame: return new LegEvent(new CallInput.NewcomerCancelled());
            case AckCame: return Settled(new CallInput.NewcomerAcknowledged());
            case AckMissing: return Settled(new CallInput.NewcomerUnacknowledged());
            default: return null;
        }
    }

    /// <summary>It has a leg from now on.</summary>
    public void Seat(LegId leg)
    {
        var by = _came!.By;
        targets.Add([LegTarget.Met.Of(by)]);
        _way = DirectWay.BackTo(by.Invite, services.Outlet);
        legs.Device(leg).Borrow(_way, by.Invite.Request);
        legs.Device(leg).Number = (by.Caller as CallOrigin.Extension)?.Profile.Number;
        services.Log.Info("Call {0}: {1} takes the place of {2}", setup.Id, by.Caller.Number, state().Transfer!.Number);
    }

    /// <summary>Refuses its INVITE.</summary>
    public void Refuse(ResponseCode code)
    {
        if (_came is { } came)
        {
            numbers.TurnAway();
            Respond(came.By, code);
            _came = null;
        }
    }

    /// <summary>Answers its INVITE with what the party that stays says to its offer.</summary>
    public void Answer(LegId leg, ReadOnlyMemory<byte> session)
    {
        numbers.Seated();
        var (invite, tag) = (_came!.By.Invite, SipIds.New());
        var contact = _way!.ContactOf(tag);
        var response = SipResponse.For(invite.Request, ResponseCode.Ok.Value, null, tag);
        response.Headers.Add(HeaderName.Contact, $"<{contact}>");
        response.Headers.Add(HeaderName.Allow, PassedHeaders.Allow);
        response.Headers.Add(HeaderName.ContentType, "application/sdp");
        response.Body = session;
        legs.Sessions.Answer(leg, invite.Request, response);
        response.Headers.Add(HeaderName.Supported, ReplacesHeader.Option);
        services.Dialogs.Add(tag, new DialogOwner(_came.By.Port.Actor, setup.Id, leg, LegId.Caller));
        legs.Device(leg).Adopt(_way, DialogState.ForUas(invite.Request, tag, contact).Confirm());
        invite.Respond(response);
    }

    private ReplaceRights Rights => _rights ??= new ReplaceRights(setup, services, legs, targets, state);

    private LegEvent? Came(ReplacementCame came)
    {
        if (_came is not null)
        {
            Respond(came.By, ResponseCode.ServerError);
            return null;
        }

        _came = came;
        if (Rights.LegOf(came.Replaces) is not { } replaced)
        {
            Refuse(state().IsOver ? ResponseCode.Decline : ResponseCode.NoSuchDialog);
            return null;
        }

        _replaced = replaced;
        var right = Rights.Of(replaced, came.By.Caller);
        if (right == ReplaceRight.Watcher && state().Phase == CallPhase.Offering && came.By.Caller is CallOrigin.Extension extension)
        {
            numbers.Welcome(extension.Profile.Number);
            return null;
        }

        return Asked(right);
    }

    private LegEvent? Asked(ReplaceRight right)
    {
        if (_came is not { By: { } by, Replaces.EarlyOnly: var earlyOnly })
        {
            numbers.TurnAway();
            return null;
        }

        if (state().Newcomer is not null)
        {
            // It was asked twice: one that gave up was before it.
            return null;
        }

        var partner = state().PartnerOf(_replaced);
        var relay = by.Caller is CallOrigin.Extension { Profile.Class.RelayMedia: true }
            || RelayChoice.IsNeeded(by, services, [partner.IsCaller ? LegTarget.Met.Of(setup) : targets.Of(partner)]);
        var home = by.Caller is CallOrigin.Extension { Profile.Home: { } at } ? at.Value : "";
        var request = by.Invite.Request;
        var who = new Newcomer(by.Caller.Number, home, by.Caller.Kind, LegTarget.Met.Of(by).Binding, right, CallMedia.IsSession(request), relay);
        return new LegEvent(new CallInput.ReplaceAsked(_replaced, who, earlyOnly, !CallMedia.Silent(legs.Caller.Invite, legs.Caller.Way.SentBy).IsEmpty), request);
    }

    private LegEvent Settled(CallInput input)
    {
        _came = null;
        return new LegEvent(input);
    }

    private static void Respond(NewCall by, ResponseCode code)
    {
        var response = SipResponse.For(by.Invite.Request, code.Value);
        if (code == ResponseCode.ServerError)
        {
            // As RFC 3261 §14.2 has it for an INVITE that meets another.
            response.Headers.Add(HeaderName.RetryAfter, Random.Shared.Next(11).ToString(CultureInfo.InvariantCulture));
        }

        by.Invite.Respond(response);
    }
}
