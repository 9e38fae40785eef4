using ActorPbx.Domain.Calls;
using ActorPbx.Domain.Registration;
using ActorPbx.Sip.Dialogs;
using ActorPbx.Sip.Messages;

namespace ActorPbx.Pbx.Calls;

/// <summary>Who may send a call on, and what it asks for (RFC 3515).</summary>
/// <param name="setup">The call.</param>
/// <param name="targets">What its other legs reach.</param>
/// <param name="routing">Which numbers are ours.</param>
internal readonly struct TransferRights(NewCall setup, CallTargets targets, CallRouting routing)
{
    /// <summary>What a leg's REFER asks for.</summary>
    public ReferRequest Read(LegId leg, SipRequest refer)
    {
        var replaced = refer.Address(HeaderName.ReferTo) is { } to && ReplacesHeader.In(to.Uri) is { } header ? new DialogName(header.CallId, header.ToTag, header.FromTag) : null;
        var (number, device) = WhoIn(refer, replaced is not null) ?? ("", default);
        return new ReferRequest(number, routing.HomeOf(number), MayTransfer(leg), WantsReports(refer), replaced, device);
    }

    /// <summary>RFC 4488 §4: who does not want to hear how it goes says so.</summary>
    public static bool WantsReports(SipRequest refer) => !string.Equals(refer.Headers.Get(HeaderName.ReferSub)?.Trim(), "false", StringComparison.OrdinalIgnoreCase);

    // RFC 3515 §2.4.2: exactly one Refer-To. Only a call can be made of it here.
    private (string Number, DeviceWanted Device)? WhoIn(SipRequest refer, bool replaces)
    {
        if (refer.Headers.CountOf(HeaderName.ReferTo) != 1 || refer.Address(HeaderName.ReferTo) is not { } to)
        {
            return null;
        }

        var method = to.Uri.Parameters.Get("method");
        return (method is null || method == SipMethod.Invite.Name) && to.Uri.HasHeaders == replaces ? routing.Read(to.Uri) : null;
    }

    // A phone of ours by its number's rights; a trunk only if it may; a node has done it for its own phones.
    private bool MayTransfer(LegId leg) => leg.IsCaller
        ? setup.Caller is CallOrigin.Extension or CallOrigin.Trunk { Profile.Trust.Transfer: true }
        : targets.Of(leg) is LegTarget.Phone or LegTarget.Trunk { Profile.Trust.Transfer: true }
            or LegTarget.Met { Origin: CallOrigin.Extension or CallOrigin.Trunk { Profile.Trust.Transfer: true } };
}
