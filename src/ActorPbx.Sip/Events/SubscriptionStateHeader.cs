using System.Globalization;
using ActorPbx.Sip.Messages;

namespace ActorPbx.Sip.Events;

/// <summary>A Subscription-State header (RFC 6665 §8.2.3): whether a subscription lives, how long it still does, or why it ended.</summary>
/// <param name="State"><c>active</c>, <c>pending</c> or <c>terminated</c>.</param>
/// <param name="Expires">What is left of it; null where that is not said.</param>
/// <param name="Reason">Why it ended, such as <c>timeout</c>; empty where that is not said.</param>
public readonly record struct SubscriptionStateHeader(string State, TimeSpan? Expires, string Reason)
{
    /// <summary>Whether it is over.</summary>
    public bool IsTerminated => State.Equals("terminated", StringComparison.OrdinalIgnoreCase);

    /// <summary>A living subscription.</summary>
    public static SubscriptionStateHeader Active(TimeSpan left) => new("active", left, "");

    /// <summary>One that is not decided upon yet.</summary>
    public static SubscriptionStateHeader Pending(TimeSpan left) => new("pending", left, "");

    /// <summary>An ended one; the reason is one of RFC 6665 §4.1.3.</summary>
    public static SubscriptionStateHeader Terminated(string reason) => new("terminated", null, reason);

    /// <summary>What a NOTIFY says; null when it says nothing that can be read.</summary>
    public static SubscriptionStateHeader? In(SipMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (message.Headers.Get(HeaderName.SubscriptionState) is not { } text) return null;
        var end = text.IndexOf(';');
        var parameters = end < 0 ? [] : text.AsSpan(end);
        TimeSpan? expires = int.TryParse(HeaderParameter.In(parameters, "expires"), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? TimeSpan.FromSeconds(seconds)
            : null;
        return new SubscriptionStateHeader((end < 0 ? text : text[..end]).Trim(), expires, HeaderParameter.In(parameters, "reason").ToString());
    }

    public override string ToString()
    {
        var reason = Reason.Length == 0 ? "" : $";reason={Reason}";
        return Expires is { } left ? string.Create(CultureInfo.InvariantCulture, $"{State};expires={(long)Math.Ceiling(left.TotalSeconds)}{reason}") : State + reason;
    }
}
