using System.Globalization;
using ActorPbx.Sip.Messages;

namespace ActorPbx.Sip.Proxying;

/// <summary>What a proxy does to a message that it passes on, as pure functions (RFC 3261 §16.3 to §16.7).</summary>
public static class ForwardingRules
{
    private const int DefaultHops = 70;

    /// <summary>The response that refuses a request which must not go on, or null. Proxy-Require is looked at before (<c>RequestRules.OfProxy</c>).</summary>
    public static SipResponse? Check(SipRequest request, ProxyOptions options)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(options);
        // RFC 3261 §16.3 item 3.
        if (request.MaxForwards is <= 0) return SipResponse.For(request, 483);
        return LoopDetection.IsLoop(request, options.Host) ? SipResponse.For(request, 482) : null;
    }

    /// <summary>The request as it goes on, but for its Via (RFC 3261 §16.4 and §16.6 items 1, 3, 4 and 6). What was received stays as it is.</summary>
    public static SipRequest CopyFor(SipRequest received, ProxyOptions options)
    {
        ArgumentNullException.ThrowIfNull(received);
        ArgumentNullException.ThrowIfNull(options);
        SipRequest copy = received.Copy();
        TakeOwnRoutes(copy, options);
        copy.Headers.Set(HeaderName.MaxForwards, Hops((received.MaxForwards ?? DefaultHops + 1) - 1));
        if (options.RecordRoute is { } route && MakesDialog(received)) copy.Headers.Prepend(HeaderName.RecordRoute, received.RequestUri.IsSecure ? Secured(route) : route);
        SwapForStrictRouter(copy);
        return copy;
    }

    /// <summary>RFC 3261 §16.7 item 3: takes this proxy's Via away. False for a response that has no other: it is nobody's.</summary>
    public static bool TakeOwnVia(SipResponse response)
    {
        ArgumentNullException.ThrowIfNull(response);
        return response.RemoveTopVia() && response.Headers.Contains(HeaderName.Via);
    }

    /// <summary>RFC 3261 §16.4.</summary>
    private static void TakeOwnRoutes(SipRequest copy, ProxyOptions options)
    {
        if (!copy.Headers.Contains(HeaderName.Route)) return;
        IReadOnlyList<NameAddress> routes = copy.Routes;
        if (routes.Count == 0) return;
        if (copy.RequestUri.HasLr && options.IsOwnRoute(copy.RequestUri))
        {
            // A strict router before us put our Record-Route into the Request-URI and the target at the end of the Routes.
            copy.RequestUri = routes[^1].Uri;
            SetRoutes(copy, routes, 0, routes.Count - 1);
            routes = copy.Routes;
        }

        if (routes.Count > 0 && options.IsOwnRoute(routes[0].Uri)) copy.Headers.RemoveFirst(HeaderName.Route);
    }

    /// <summary>RFC 3261 §16.6 item 6: a next hop without <c>lr</c> wants its own address as Request-URI and the target behind all Routes.</summary>
    private static void SwapForStrictRouter(SipRequest copy)
    {
        if (!copy.Headers.Contains(HeaderName.Route)) return;
        IReadOnlyList<NameAddress> routes = copy.Routes;
        if (routes.Count == 0 || routes[0].Uri.HasLr) return;
        SipUri target = copy.RequestUri;
        copy.RequestUri = routes[0].Uri;
        SetRoutes(copy, routes, 1, routes.Count);
        copy.Headers.Add(HeaderName.Route, $"<{target}>");
    }

    private static void SetRoutes(SipRequest copy, IReadOnlyList<NameAddress> routes, int from, int to)
    {
        copy.Headers.Remove(HeaderName.Route);
        for (int i = from; i < to; i++) copy.Headers.Add(HeaderName.Route, routes[i].ToString());
    }

    /// <summary>RFC 3261 §16.6 item 4: of a request to a sips: address the Record-Route is one too.</summary>
    private static string Secured(string route) => route.Replace("<sip:", "<sips:", StringComparison.Ordinal);

    /// <summary>Inside a dialog the route set is fixed (RFC 3261 §12.2) and another Record-Route says nothing.</summary>
    private static bool MakesDialog(SipRequest request) =>
        request.ToTag is null && (request.Method == SipMethod.Invite || request.Method == SipMethod.Subscribe || request.Method == SipMethod.Refer);

    private static string Hops(int hops) => hops switch
    {
        70 => "70",
        69 => "69",
        68 => "68",
        _ => hops.ToString(CultureInfo.InvariantCulture),
    };
}
