using System.Net;
using ActorPbx.Domain.Extensions;
using ActorPbx.Domain.Media;
using ActorPbx.Domain.Registration;
using ActorPbx.Pbx.Extensions;
using ActorPbx.Pbx.Records;
using ActorPbx.Pbx.Settings;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Pbx.Tests.Calls;

/// <summary>A call to a phone between the break of its connection and its next registration.</summary>
public class ReturningPhoneTests : CallBench
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly CallSettings Patient = new() { PhoneWait = TimeSpan.FromMinutes(1) };
    private static readonly ExtensionNumber Number = new("101");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_phone_is_rung_over_the_flow_that_it_registers_after_its_own_broke(bool saysProxy)
    {
        var invite = Ring(Patient, Phone(1));
        Break(Sip.Next(SipMethod.Invite), saysProxy);
        Asked(Phone(1));
        Extensions.LastSender.Tell(new NumberRegistered(Number));
        Asked(Phone(2, instance: "<urn:uuid:other>"));
        Extensions.LastSender.Tell(new NumberRegistered(Number));
        Asked(Phone(1), Phone(2));
        var again = Sip.Next(SipMethod.Invite);
        again.Target.PreferredFlow.ShouldBe(Flow(2));
        again.Reply(180);
        invite.Next(180);
        again.Reply(200, body: SipEdge.Offer);
        invite.Next(200);
        Sip.Sent.Count.ShouldBe(0);
    }

    [Fact]
    public void A_phone_that_was_back_before_its_old_connection_was_missed_is_rung_at_once()
    {
        Ring(Patient, Phone(1));
        Break(Sip.Next(SipMethod.Invite));
        Asked(Phone(2));
        Sip.Next(SipMethod.Invite).Target.PreferredFlow.ShouldBe(Flow(2));
    }

    [Fact]
    public void Nobody_waits_longer_than_is_set_and_a_second_break_begins_no_new_time()
    {
        var invite = Ring(new CallSettings { PhoneWait = TimeSpan.FromSeconds(1) }, Phone(1));
        Break(Sip.Next(SipMethod.Invite));
        Asked(Phone(2));
        Break(Sip.Next(SipMethod.Invite));
        Asked(Phone(1), Phone(2));
        invite.Next(408, Patience);
        Extensions.FishForMessage<StopAwaiting>(stop => stop.Number == Number, Patience);
    }

    [Fact]
    public void With_no_time_set_the_phone_is_unreachable_at_once()
    {
        var invite = Ring(new CallSettings { PhoneWait = TimeSpan.Zero }, Phone(1));
        Break(Sip.Next(SipMethod.Invite));
        invite.Next(408);
    }

    [Fact]
    public void A_phone_with_another_living_flow_is_rung_there_and_not_waited_for()
    {
        Ring(Patient, Phone(1) with { Others = [Phone(2)] });
        Break(Sip.Next(SipMethod.Invite));
        Sip.Next(SipMethod.Invite).Target.PreferredFlow.ShouldBe(Flow(2));
        Extensions.ExpectNoMsg(TimeSpan.FromMilliseconds(100));
    }

    [Fact]
    public void Other_phones_ring_while_one_is_waited_for()
    {
        var invite = Ring(Patient, Phone(1), Phone(3, instance: "<urn:uuid:other>"));
        var (first, other) = (Sip.Next(SipMethod.Invite), Sip.Next(SipMethod.Invite));
        Break(first);
        Asked(Phone(1));
        other.Reply(180);
        invite.Next(180);
        var answer = Answer(invite, other);
        Extensions.LastSender.Tell(new NumberRegistered(Number));
        Extensions.LastSender.Tell(new DevicesFound(Number, [Phone(2)]));
        Ask(SipEdge.InDialog(invite.Request, answer, SipMethod.Bye, 2));
        Sip.Next(SipMethod.Bye);
    }

    [Fact]
    public void A_caller_who_gives_up_meanwhile_has_his_487()
    {
        var invite = Ring(Patient, Phone(1));
        Break(Sip.Next(SipMethod.Invite));
        Asked(Phone(1));
        invite.User!.OnCancel(invite, invite.Request);
        invite.Next(487);
        Store.FishForMessage<StoreCall>(_ => true, Patience);
        Sip.Sent.Count.ShouldBe(0);
    }

    [Fact]
    public void A_phone_without_connection_is_not_waited_for()
    {
        var (invite, device) = Offer(Patient);
        device.User.OnTransportError(device, "no route");
        invite.Next(408);
    }

    private AskedRequest Ring(CallSettings calls, params PagedDevice[] phones)
    {
        var invite = Enter(calls, new ExtensionSettings(), "", SipEdge.Offer, out _);
        Store.ExpectMsg<OpenCall>(Patience);
        var admit = Extensions.ExpectMsg<AdmitOutgoing>(Patience);
        Extensions.Reply(new OutgoingAdmitted(admit.Call, RelayMedia: false));
        Extensions.ExpectMsg<Page>(Patience);
        Extensions.Reply(new Paged(admit.Call, [.. phones], TimeSpan.FromSeconds(60), RelayMedia: false));
        return invite;
    }

    private static void Break(SentRequest invite, bool saysProxy = false)
    {
        if (saysProxy)
        {
            invite.Reply(430);
        }
        else
        {
            invite.User.OnTransportError(invite, "the connection is closed");
        }
    }

    // The call asks which phones there are.
    private void Asked(params PagedDevice[] phones)
    {
        Extensions.FishForMessage<FindDevices>(find => find.Number == Number, Patience);
        Extensions.Reply(new DevicesFound(Number, [.. phones]));
    }

    private static SipFlow Flow(long connection) =>
        new(SipTransport.Tcp, IPEndPoint.Parse("192.0.2.10:5060"), IPEndPoint.Parse($"192.0.2.200:4000{connection}"), connection) { SentBy = "192.0.2.10:5060" };

    private static PagedDevice Phone(int connection, string instance = "<urn:uuid:1>") => new(
        new Binding(
            $"sip:101@192.0.2.200:4000{connection};transport=tcp", instance, "r", 1, 1000, DateTimeOffset.MaxValue, DateTimeOffset.MinValue,
            "tcp", new TransportAddress("192.0.2.200", 40000 + connection), BehindNat: false, Connection: connection, UserAgent: ""),
        Flow(connection))
    { Number = Number };
}
