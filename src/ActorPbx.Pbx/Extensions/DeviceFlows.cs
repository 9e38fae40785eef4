using System.Collections.Immutable;
using ActorPbx.Domain.Registration;
using ActorPbx.Pbx.Directory;
using ActorPbx.Pbx.Registration;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Pbx.Extensions;

/// <summary>The flows that the devices of a number registered over. They end with the process; bindings do not.</summary>
internal sealed class DeviceFlows
{
    private ImmutableArray<DeviceFlow> _flows = [];

    /// <summary>A REGISTER with this Call-ID came over the flow. Returns the devices that were reached over another one.</summary>
    public ImmutableArray<DeviceMoved> Remember(ImmutableArray<Binding> bindings, string sipCallId, SipFlow flow)
    {
        ImmutableArray<DeviceMoved> moves = [];
        var flows = ImmutableArray.CreateBuilder<DeviceFlow>(bindings.Length);
        foreach (var binding in bindings)
        {
            if (binding.SipCallId == sipCallId)
            {
                if (Before(binding) is { } before && before.Flow != flow)
                {
                    moves = moves.Add(new DeviceMoved(before.Binding, before.Flow, flow));
                }

                flows.Add(new DeviceFlow(binding, flow));
            }
            else if (Of(binding) is { } known)
            {
                flows.Add(new DeviceFlow(binding, known));
            }
        }

        _flows = flows.ToImmutable();
        return moves;
    }

    /// <summary>The flow of a device, or null.</summary>
    public SipFlow? Of(Binding binding)
    {
        foreach (var known in _flows)
        {
            if (known.Binding.Contact == binding.Contact && known.Binding.RegId == binding.RegId)
            {
                return known.Flow;
            }
        }

        return null;
    }

    /// <summary>The devices of these bindings with their flows; when there are none, the device of a number that never registers.</summary>
    /// <param name="living">The bindings.</param>
    /// <param name="profile">The number.</param>
    /// <param name="wanted">The one device that is wanted, if not all are.</param>
    public ImmutableArray<PagedDevice> Devices(ImmutableArray<Binding> living, ExtensionProfile profile, DeviceWanted wanted = default)
    {
        if (wanted.IsOne)
        {
            living = living.RemoveAll(binding => !Gruu.IsOf(wanted, binding));
        }
        else if (living.IsEmpty)
        {
            return StaticDevice.Of(profile) is { } fixedDevice ? [new PagedDevice(fixedDevice, null, profile.Class.Reliable)] : [];
        }

        var devices = ImmutableArray.CreateBuilder<PagedDevice>(living.Length);
        foreach (var flows in InstanceFlows.ByDevice(living))
        {
            var others = flows.Length == 1 ? [] : flows[1..].Select(flow => Device(flow, profile)).ToImmutableArray();
            devices.Add(Device(flows[0], profile) with { Others = others });
        }

        return devices.ToImmutable();
    }

    private PagedDevice Device(Binding binding, ExtensionProfile profile) => new(binding, Of(binding), profile.Class.Reliable) { Number = profile.Number };

    private DeviceFlow? Before(Binding binding)
    {
        foreach (var known in _flows)
        {
            if (RegistrationLogic.IsSame(known.Binding, binding))
            {
                return known;
            }
        }

        return null;
    }

    private readonly record struct DeviceFlow(Binding Binding, SipFlow Flow);
}
