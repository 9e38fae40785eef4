using System.Collections.Immutable;
using ActorPbx.Sip.Messages;

namespace ActorPbx.Sip.Dialogs;

/// <summary>How a dialog's texts are taken from messages and put into them.</summary>
internal static class DialogText
{
    public static SipUri Uri(string text) => SipUri.TryParse(text, out SipUri? uri) ? uri : throw new FormatException($"Not a URI: {text}");

    public static NameAddress Address(string text) => NameAddress.Parse(text);

    public static string? ContactOf(SipMessage message) => message.Contact?.Uri.ToString();

    /// <summary>RFC 3261 §12.1: the Record-Routes, in their order for the called side and reversed for the calling side.</summary>
    public static ImmutableArray<string> RouteSetOf(SipMessage message, bool reversed)
    {
        IReadOnlyList<NameAddress> recorded = message.RecordRoutes;
        if (recorded.Count == 0) return [];
        var routes = ImmutableArray.CreateBuilder<string>(recorded.Count);
        for (int i = 0; i < recorded.Count; i++) routes.Add(recorded[reversed ? recorded.Count - 1 - i : i].ToString());
        return routes.MoveToImmutable();
    }

    /// <summary>RFC 3261 §12.2.1.1: Request-URI and Routes, for loose and for strict routers.</summary>
    public static SipRequest Routed(SipMethod method, string remoteTarget, ImmutableArray<string> routeSet)
    {
        if (routeSet.IsEmpty) return new SipRequest(method, Uri(remoteTarget));
        SipUri first = Address(routeSet[0]).Uri;
        if (first.HasLr)
        {
            var loose = new SipRequest(method, Uri(remoteTarget));
            foreach (string route in routeSet) loose.Headers.Add(HeaderName.Route, route);
            return loose;
        }

        // A strict router wants itself in the Request-URI, and the target as the last Route.
        var strict = new SipRequest(method, first);
        for (int i = 1; i < routeSet.Length; i++) strict.Headers.Add(HeaderName.Route, routeSet[i]);
        strict.Headers.Add(HeaderName.Route, $"<{remoteTarget}>");
        return strict;
    }

    /// <summary>RFC 3261 §12.2, RFC 3311 §5.1, RFC 6665 §4.4.1 and RFC 3515 §2.2.</summary>
    public static bool RefreshesTarget(SipMethod method) =>
        method == SipMethod.Invite || method == SipMethod.Update || method == SipMethod.Subscribe || method == SipMethod.Notify || method == SipMethod.Refer;
}
