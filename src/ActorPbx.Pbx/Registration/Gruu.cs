using ActorPbx.Domain.Registration;
using ActorPbx.Sip.Messages;

namespace ActorPbx.Pbx.Registration;

/// <summary>The address of one device of a number, good from everywhere: the number's own with the device's instance in <c>gr</c> (RFC 5627 §3.1.1).</summary>
internal static class Gruu
{
    private const string Allowed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.!~*'()[]/:&+$";

    /// <summary>The public GRUU of a registered device; null when its instance is no URN that could stand in a URI.</summary>
    /// <param name="number">The address of record.</param>
    /// <param name="binding">The device.</param>
    public static string? Of(SipUri number, Binding binding)
    {
        var urn = UrnOf(binding.Instance);
        return urn.Length > 0 && urn.AsSpan().IndexOfAnyExcept(Allowed) < 0 && number.User is { } user ? SipUri.Create(user, number.Host, parameters: $";gr={urn}").ToString() : null;
    }

    /// <summary>The instance that a request asks for; empty: any device of the number.</summary>
    public static string InstanceIn(SipUri requestUri) => requestUri.Parameters.Get("gr") is { Length: > 0 } urn ? $"<{urn}>" : "";

    private static string UrnOf(string instance) => instance is ['<', .. var urn, '>'] ? urn : "";
}
