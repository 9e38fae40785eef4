using ActorPbx.Pbx.Registration;
using ActorPbx.Pbx.Subscriptions;
using ActorPbx.Sip.Dialogs;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Provisionals;
using ActorPbx.Sip.Sessions;

namespace ActorPbx.Pbx.Gateway;

/// <summary>What this exchange can do, as it says in answers to OPTIONS (RFC 3261 §11.2) and in refusals: nothing that it does not do.</summary>
internal static class Capabilities
{
    /// <summary>The methods that are answered.</summary>
    public static readonly SipMethod[] Methods =
    [
        SipMethod.Invite, SipMethod.Ack, SipMethod.Cancel, SipMethod.Bye, SipMethod.Register, SipMethod.Options, SipMethod.Info, SipMethod.Message, SipMethod.Update,
        SipMethod.Prack, SipMethod.Subscribe, SipMethod.Publish, SipMethod.Refer,
    ];

    /// <summary>The extensions that a Require may ask for.</summary>
    public static readonly string[] Extensions = [SessionTimerRules.Option, ReliableRules.Option, .. OutboundRules.Options, "norefersub", ReplacesHeader.Option];

    private static readonly string s_allow = string.Join(", ", Methods.Select(method => method.Name));
    private static readonly string s_supported = string.Join(", ", Extensions);

    /// <summary>200 to OPTIONS.</summary>
    public static SipResponse Of(SipRequest request)
    {
        var response = SipResponse.For(request, 200);
        response.Headers.Add(HeaderName.Allow, s_allow);
        response.Headers.Add(HeaderName.Accept, "application/sdp, application/pidf+xml");
        response.Headers.Add(HeaderName.Supported, s_supported);
        response.Headers.Add(HeaderName.AllowEvents, EventPackage.Names);
        return response;
    }

    /// <summary>405 to a method that is answered elsewhere but not here: RFC 3261 §21.4.6 has it say what is.</summary>
    public static SipResponse NotAllowed(SipRequest request, params ReadOnlySpan<SipMethod> allowed)
    {
        var response = SipResponse.For(request, 405);
        foreach (var method in allowed)
        {
            response.Headers.Add(HeaderName.Allow, method.Name);
        }

        return response;
    }
}
