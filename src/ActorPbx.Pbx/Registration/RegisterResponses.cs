using System.Collections.Immutable;
using System.Globalization;
using ActorPbx.Domain.Registration;
using ActorPbx.Sip.Messages;

namespace ActorPbx.Pbx.Registration;

/// <summary>Turns what a REGISTER came to into its response.</summary>
internal static class RegisterResponses
{
    /// <summary>RFC 3261 §10.3 step 8: 200 with every current binding and the time that it still has.</summary>
    public static SipResponse Ok(SipRequest request, ImmutableArray<Binding> bindings, DateTimeOffset now, TempGruus? gruus = null)
    {
        var response = SipResponse.For(request, 200);
        foreach (var binding in bindings)
        {
            var seconds = (long)Math.Ceiling((binding.ExpiresAt - now).TotalSeconds);
            response.Headers.Add(HeaderName.Contact, string.Create(CultureInfo.InvariantCulture, $"<{binding.Contact}>;expires={seconds}{OutboundRules.ParametersOf(binding, request, gruus)}"));
        }

        OutboundRules.Confirm(request, response);
        return response;
    }

    /// <summary>The response of a REGISTER that is not accepted.</summary>
    public static SipResponse Refusal(SipRequest request, RegistrationDecision decision)
    {
        switch (decision)
        {
            case RegistrationDecision.TooBrief brief:
                var tooBrief = SipResponse.For(request, 423, "Interval Too Brief");
                tooBrief.Headers.Add(HeaderName.MinExpires, ((long)brief.MinExpiry.TotalSeconds).ToString(CultureInfo.InvariantCulture));
                return tooBrief;
            case RegistrationDecision.TooManyDevices many:
                var forbidden = SipResponse.For(request, 403, "Too Many Devices");
                forbidden.Headers.Add(HeaderName.Warning, string.Create(CultureInfo.InvariantCulture, $"399 actorpbx \"This number may have {many.MaxDevices} devices; unregister one first\""));
                return forbidden;
            case RegistrationDecision.OutOfOrder:
                return SipResponse.For(request, 500, "CSeq Out Of Order");
            case RegistrationDecision.BadWildcard:
                return SipResponse.For(request, 400, "Contact * Needs Expires 0 And Must Be Alone");
            default:
                throw new ArgumentOutOfRangeException(nameof(decision), decision, "No refusal.");
        }
    }
}
