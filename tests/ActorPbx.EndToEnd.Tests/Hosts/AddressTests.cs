using System.Net;
using System.Text.RegularExpressions;
using ActorPbx.EndToEnd.Tests.Harness;

namespace ActorPbx.EndToEnd.Tests.Hosts;

/// <summary>
/// An exchange in an office behind a NAT, with <c>external-address</c> and nothing else: phones in the office and phones in another one, which has a NAT of its
/// own, each see the address that they can reach, and hear each other.
/// </summary>
public sealed class AddressTests
{
    private const int Low = 440;
    private const int High = 1000;
    private const int FirstMediaPort = 30000;

    [LabFact]
    public async Task Phones_on_both_sides_of_two_nats_see_the_address_that_they_can_reach_and_hear_each_other()
    {
        await using var laboratory = await Laboratory.Build(("office", ["pbx"]), ("home", ["unused"]));
        var (office, home) = (laboratory.Site("office"), laboratory.Site("home"));
        await office.Wan.Be(WanState.Good with { Nat = true, Forwarded = [(5060, "pbx"), .. Enumerable.Range(FirstMediaPort, 8).Select(port => (port, "pbx"))] });
        await home.Wan.Be(WanState.Good with { Nat = true });
        var outside = new Elsewhere(home, office.Gateway.Address);
        await using var exchange = Exchange.Prepare(
            $"sip {{ external-address = \"{office.Gateway.Address}\", local-networks = [\"{office.Cidr}\"] }}\nmedia {{ port-min = {FirstMediaPort}, port-max = {FirstMediaPort + 7} }}\n",
            office.Network("pbx"));
        await exchange.Run();

        await EachSeesWhatItReaches(exchange, outside, office.Host("pbx").Address.ToString(), office.Gateway.Address.ToString());
        await TheyHearEachOther(exchange, outside);
    }

    private static async Task EachSeesWhatItReaches(Exchange exchange, Network outside, string own, string external)
    {
        using var inOffice = new WirePhone(exchange, 1, "100");
        using var atHome = new WirePhone(exchange, 1, "101", net: outside);
        (await inOffice.Register()).Status.ShouldBe(200);
        (await atHome.Register()).Status.ShouldBe(200);

        var call = exchange.Process.HasEnded ? throw new InvalidOperationException(exchange.Process.Output) : await Call(inOffice, atHome);
        Addresses(call.Invite).ShouldBe((external, external, external));
        (Host(call.Answer.Contact), Media(call.Answer)).ShouldBe((own, own));
        await call.Dialog.HangUp();
        atHome.Reply(await atHome.ExpectRequest("BYE"), 200, "OK");

        call = await Call(atHome, inOffice);
        Addresses(call.Invite).ShouldBe((own, own, own));
        (Host(call.Answer.Contact), Media(call.Answer)).ShouldBe((external, external));
        await call.Dialog.HangUp();
        inOffice.Reply(await inOffice.ExpectRequest("BYE"), 200, "OK");
    }

    private static async Task<(SipText Invite, SipText Answer, WireDialog Dialog)> Call(WirePhone caller, WirePhone callee)
    {
        var dialog = caller.Dial(callee.Number);
        dialog.Send("INVITE", caller.Sdp);
        var challenge = await dialog.Expect(401);
        dialog.AcknowledgeRefusal(challenge);
        dialog.Send("INVITE", caller.Sdp, Digest.Answer(challenge, "SHA-256", "INVITE", dialog.Target, caller.Number, "pw" + caller.Number));
        var invite = await callee.ExpectRequest("INVITE");
        callee.Answer(invite);
        var answer = await dialog.Expect(200);
        dialog.Acknowledge();
        await callee.ExpectRequest("ACK");
        return (invite, answer, dialog);
    }

    private static async Task TheyHearEachOther(Exchange exchange, Network outside)
    {
        await using var a = await Baresip.Register(exchange, 2, "102", Low, "");
        await using var b = await Baresip.Register(exchange, 2, "103", High, "", outside);
        await b.Dial($"sip:102@{Baresip.Server(exchange, "", outside)}");
        await a.Sees("CALL_ESTABLISHED");
        await b.Sees("CALL_ESTABLISHED");
        await a.Hears(TimeSpan.FromSeconds(1.5));
        await b.Hears(TimeSpan.FromSeconds(1.5));
        await b.HangUp();
        await a.Sees("CALL_CLOSED");
        (a.Loudest(Low, High).Hertz, b.Loudest(Low, High).Hertz).ShouldBe((High, Low));
    }

    private static (string Via, string Contact, string Media) Addresses(SipText invite) =>
        (Regex.Match(invite["Via"]!, @"SIP/2.0/UDP ([\d.]+)").Groups[1].Value, Host(invite.Contact), Media(invite));

    private static string Host(string uri) => Regex.Match(uri, @"([\d.]+)(:\d+)?(;|$)").Groups[1].Value;

    private static string Media(SipText message) => Regex.Match(message.Body, @"c=IN IP4 ([\d.]+)").Groups[1].Value;

    /// <summary>Phones of another office, which reach the exchange at an address that forwards to it.</summary>
    private sealed class Elsewhere(Site site, IPAddress exchange) : Network
    {
        private readonly Network _phones = site.Network("unused");

        public override IPAddress Exchange => exchange;

        public override string Cidr => site.Cidr;

        public override Place DevicePlace => _phones.DevicePlace;

        public override IPAddress Device(int n) => _phones.Device(n);
    }
}
