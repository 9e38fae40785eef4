using ActorPbx.Domain.Registration;
using ActorPbx.Sip.Messages;

namespace ActorPbx.Pbx.Registration;

/// <summary>What a registrar does for devices that keep flows to it (RFC 5626), through proxies (RFC 3327), and that are addressed by instance (RFC 5627).</summary>
internal static class OutboundRules
{
    /// <summary>The option tags that stand for all this.</summary>
    public static readonly string[] Options = ["path", "outbound", "gruu"];

    /// <summary>Seconds within which a device behind a NAT should let itself be heard (RFC 5626 §4.4).</summary>
    private const string FlowTimer = "120";

    /// <summary>RFC 5626 §6: the reg-id of a contact counts where the device has an instance and knows what it is for.</summary>
    public static int RegIdOf(SipRequest request, NameAddress contact) =>
        contact.Parameters.Contains("+sip.instance") && request.HasOption(HeaderName.Supported, "outbound") && contact.Parameters.GetNumber("reg-id") is > 0 and var id ? id : 0;

    /// <summary>The Path of a REGISTER as it will be a Route; empty for none.</summary>
    public static string PathOf(SipRequest request) => request.Headers.Contains(HeaderName.Path) ? string.Join(", ", request.Headers.GetAll(HeaderName.Path).ToList()) : "";

    /// <summary>RFC 5626 §6: 439 where the first proxy before the device does not keep flows, which only its Path would tell; else null.</summary>
    public static SipResponse? Refusal(SipRequest request)
    {
        if (request.Headers.CountOf(HeaderName.Via) < 2 || request.Contact is not { } contact || RegIdOf(request, contact) == 0)
        {
            return null;
        }

        return FirstHop(PathOf(request)) is { } proxy && proxy.Parameters.Contains("ob") ? null : SipResponse.For(request, 439, "First Hop Lacks Outbound Support");
    }

    /// <summary>The first proxy of a path; null when there is none.</summary>
    public static SipUri? FirstHop(string path)
    {
        var end = path.IndexOf('>');
        return end > 0 && NameAddress.TryParse(path[..(end + 1)], out var first) ? first.Uri : null;
    }

    /// <summary>Adds to a 200 what the device asked for by the options that it supports.</summary>
    public static void Confirm(SipRequest request, SipResponse response)
    {
        response.Headers.Add(HeaderName.Supported, string.Join(", ", Options));
        if (PathOf(request) is { Length: > 0 } path)
        {
            // RFC 3327 §5.3: as it came.
            response.Headers.Add(HeaderName.Path, path);
        }

        if (request.Contact is { } contact && RegIdOf(request, contact) > 0)
        {
            response.Headers.Add(HeaderName.Require, "outbound");
            response.Headers.Add(HeaderName.FlowTimer, FlowTimer);
        }
    }

    /// <summary>What a 200 says of a binding beside its contact and expiry.</summary>
    public static string ParametersOf(Binding binding, SipRequest request, TempGruus? gruus)
    {
        if (binding.Instance.Length == 0)
        {
            return "";
        }

        var flow = binding.RegId == 0 ? "" : $";reg-id={binding.RegId}";
        var gruu = request.HasOption(HeaderName.Supported, "gruu") && Gruu.Of(request.To.Uri, binding) is { } uri ? $";pub-gruu=\"{uri}\"" : "";
        if (gruu.Length > 0 && gruus?.New(request.To.Uri, binding) is { } temporary)
        {
            gruu += $";temp-gruu=\"{temporary}\"";
        }

        return $";+sip.instance=\"{binding.Instance}\"{flow}{gruu}";
    }
}
