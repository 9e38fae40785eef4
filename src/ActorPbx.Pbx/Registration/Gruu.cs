using ActorPbx.Domain.Registration;
using ActorPbx.Pbx.Extensions;
using ActorPbx.Sip.Messages;

namespace ActorPbx.Pbx.Registration;

/// <summary>The address of one device of a number, good from everywhere: the number's own with the device's instance in <c>gr</c> (RFC 5627 §3.1.1).</summary>
internal static class Gruu
{
    private const string Allowed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.!~*'()[]/:&+$";
    private const string Registration = "x-registration";

    /// <summary>The public GRUU of a registered device; null when its instance is no URN that could stand in a URI.</summary>
    /// <param name="number">The address of record.</param>
    /// <param name="binding">The device.</param>
    public static string? Of(SipUri number, Binding binding)
    {
        var urn = UrnOf(binding.Instance);
        return urn.Length > 0 && urn.AsSpan().IndexOfAnyExcept(Allowed) < 0 && number.User is { } user ? SipUri.Create(user, number.Host, parameters: $";gr={urn}").ToString() : null;
    }

    /// <summary>The device that a request asks for.</summary>
    public static DeviceWanted In(SipUri requestUri) => requestUri.Parameters.Get("gr") is { Length: > 0 } urn
        ? new DeviceWanted($"<{urn}>", requestUri.Parameters.Get(Registration) ?? "")
        : DeviceWanted.Any;

    /// <summary>Whether a device is the one that is wanted.</summary>
    public static bool IsOf(DeviceWanted wanted, Binding device) =>
        device.Instance == wanted.Instance && (wanted.Registration.Length == 0 || TempGruus.MarkOf(device.SipCallId) == wanted.Registration);

    /// <summary>The Request-URI that asks for a device of a number; the number's own when all are meant.</summary>
    public static SipUri To(SipUri number, DeviceWanted wanted)
    {
        var device = wanted.IsOne ? number.WithParameter("gr", UrnOf(wanted.Instance)) : number;
        return wanted.Registration.Length > 0 ? device.WithParameter(Registration, wanted.Registration) : device;
    }

    private static string UrnOf(string instance) => instance is ['<', .. var urn, '>'] ? urn : "";
}
