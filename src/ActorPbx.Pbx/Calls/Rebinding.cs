using ActorPbx.Domain.Calls;
using ActorPbx.Pbx.Extensions;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Pbx.Calls;

/// <summary>
/// The dialogues of a call follow a device to the flow that it registers over after its connection broke or its NAT gave it another port: a phone
/// is known by its instance, not by its address (RFC 5626 §1).
/// </summary>
internal static class Rebinding
{
    /// <summary>Takes the legs of the device along.</summary>
    public static void Follow(NewCall setup, CallLegs legs, CallTargets targets, DeviceMoved moved)
    {
        if (setup.Caller is CallOrigin.Extension && legs.Caller.Way.Flow == moved.From)
        {
            legs.Caller.Way.Follow(moved.To);
        }

        for (var i = 1; i <= targets.Count; i++)
        {
            var leg = new LegId(i);
            if (legs.Device(leg).Way is { } way && targets.Of(leg) switch
            {
                LegTarget.Phone phone => moved.IsOf(phone.Binding),
                LegTarget.Met { Origin: CallOrigin.Extension } => way.Flow == moved.From,
                _ => false,
            })
            {
                way.Follow(moved.To);
            }
        }
    }

    /// <summary>Takes one leg along to the flow that its peer refreshed the dialogue over; it was reached the way it came before.</summary>
    public static void Hear(ILegWay way, SipFlow flow)
    {
        if (way.Flow != flow && way.IsSameWay)
        {
            way.Follow(flow);
        }
    }
}
