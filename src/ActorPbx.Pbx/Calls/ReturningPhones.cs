using ActorPbx.Domain.Calls;
using ActorPbx.Domain.Registration;
using ActorPbx.Pbx.Extensions;

namespace ActorPbx.Pbx.Calls;

/// <summary>The time is over that a call waits for a phone to register again.</summary>
internal sealed record PhoneOverdue(CallId Call, LegId Leg) : SipEvent(Call);

/// <summary>
/// Phones of a call whose connection broke before they could be rung. Each is waited for a moment: when its instance registers over a new flow it is rung there
/// (RFC 5626 §4.3 has it come back at once). Other phones ring meanwhile, and who has another flow that is whole is not waited for.
/// </summary>
internal sealed class ReturningPhones(NewCall setup, CallServices services, CallLegs legs, IWithTimers clock, IActorRef call)
{
    private Dictionary<LegId, Stand>? _legs;

    private enum Stand
    {
        Awaited,
        RungAgain,
        Over,
    }

    /// <summary>The INVITE of a leg reached nobody. True when its phone is waited for.</summary>
    public bool Await(LegId leg)
    {
        if (setup.Domain.PhoneWait <= TimeSpan.Zero || legs.RungBy(leg) is not { Device: { Number: { } number } device } || StandOf(leg) == Stand.Over)
        {
            return false;
        }

        if (StandOf(leg) is null)
        {
            services.Log.Info("Call {0}: {1} is not reached; it has a moment to register again", setup.Id, device.Binding.Contact);
            clock.Timers.StartSingleTimer(new PhoneOverdue(setup.Id, leg), new PhoneOverdue(setup.Id, leg), setup.Domain.PhoneWait);
        }

        (_legs ??= [])[leg] = Stand.Awaited;
        // It may be back already: a broken connection shows late.
        services.Extensions.Tell(new AwaitRegistration(number, call), call);
        services.Extensions.Tell(new FindDevices(number), call);
        return true;
    }

    /// <summary>A phone of a number registered.</summary>
    public void Hear(NumberRegistered registered)
    {
        if (AwaitedOf(registered.Number).Length > 0)
        {
            services.Extensions.Tell(new AwaitRegistration(registered.Number, call), call);
            services.Extensions.Tell(new FindDevices(registered.Number), call);
        }
    }

    /// <summary>The phones that a number has now.</summary>
    public void Hear(DevicesFound found)
    {
        foreach (var leg in AwaitedOf(found.Number))
        {
            if (NewFlowOf(legs.RungBy(leg)!, found) is { } device && legs.InviteOver(leg, device))
            {
                services.Log.Info("Call {0}: {1} is back", setup.Id, device.Binding.Contact);
                _legs![leg] = Stand.RungAgain;
            }
        }
    }

    /// <summary>A leg is given up; true when its phone was waited for.</summary>
    public bool GiveUp(LegId leg)
    {
        if (_legs is null)
        {
            return false;
        }

        var wasAwaited = StandOf(leg) == Stand.Awaited;
        _legs[leg] = Stand.Over;
        return wasAwaited;
    }

    /// <summary>The call is over.</summary>
    public void Close()
    {
        foreach (var leg in _legs?.Keys.ToArray() ?? [])
        {
            if (legs.RungBy(leg)?.Device.Number is { } number)
            {
                services.Extensions.Tell(new StopAwaiting(number, call), call);
            }
        }

        _legs = null;
    }

    private Stand? StandOf(LegId leg) => _legs is not null && _legs.TryGetValue(leg, out var stand) ? stand : null;

    private LegId[] AwaitedOf(Domain.Extensions.ExtensionNumber number) =>
        _legs?.Where(leg => leg.Value == Stand.Awaited && legs.RungBy(leg.Key)?.Device.Number == number).Select(leg => leg.Key).ToArray() ?? [];

    // Of the same phone, and not a flow that was tried.
    private static PagedDevice? NewFlowOf(RungPhone rung, DevicesFound found) => found.Devices
        .SelectMany(device => (PagedDevice[])[device, .. device.Others])
        .FirstOrDefault(flow => flow.Flow is not null && IsSamePhone(flow.Binding, rung.Device.Binding)
            && rung.Tried.TrueForAll(tried => tried.Flow != flow.Flow || tried.Binding.Path != flow.Binding.Path));

    private static bool IsSamePhone(Binding one, Binding other) => one.Instance.Length > 0 ? one.Instance == other.Instance : one.Contact == other.Contact;
}
