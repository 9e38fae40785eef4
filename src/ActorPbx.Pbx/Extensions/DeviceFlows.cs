using System.Collections.Immutable;
using ActorPbx.Domain.Registration;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Pbx.Extensions;

/// <summary>The flows that the devices of a number registered over. They end with the process; bindings do not.</summary>
internal sealed class DeviceFlows
{
    private ImmutableArray<DeviceFlow> _flows = [];

    /// <summary>A REGISTER with this Call-ID came over the flow.</summary>
    public void Remember(ImmutableArray<Binding> bindings, string sipCallId, SipFlow flow)
    {
        var flows = ImmutableArray.CreateBuilder<DeviceFlow>(bindings.Length);
        foreach (var binding in bindings)
        {
            if (binding.SipCallId == sipCallId)
            {
                flows.Add(new DeviceFlow(binding.Contact, flow));
            }
            else if (Of(binding) is { } known)
            {
                flows.Add(new DeviceFlow(binding.Contact, known));
            }
        }

        _flows = flows.ToImmutable();
    }

    /// <summary>The flow of a device, or null.</summary>
    public SipFlow? Of(Binding binding)
    {
        foreach (var known in _flows)
        {
            if (known.Contact == binding.Contact)
            {
                return known.Flow;
            }
        }

        return null;
    }

    private readonly record struct DeviceFlow(string Contact, SipFlow Flow);
}
