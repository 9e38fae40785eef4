using ActorPbx.EndToEnd.Tests.Harness;

namespace ActorPbx.EndToEnd.Tests;

/// <summary>Phones with several flows, behind proxies, and addressed by instance (RFC 5626, 3327 and 5627).</summary>
public class OutboundTests
{
    private const string Instance = "+sip.instance=\"<urn:uuid:00000000-0000-1000-8000-000000000100>\"";
    private const string Supported = "Supported: path, outbound, gruu";

    [Fact]
    public async Task Of_two_flows_of_a_phone_one_rings_and_the_other_when_that_is_broken()
    {
        await using var exchange = await Exchange.Start();
        using var first = WirePhone.OverTcp(exchange, 1, "100");
        using var second = WirePhone.OverTcp(exchange, 3, "100");
        var registered = await first.Register(expires: 300, contact: Contact(first, 1), more: Supported);
        (registered["Require"], registered["Flow-Timer"]).ShouldBe(("outbound", "120"));
        (await second.Register(expires: 600, contact: Contact(second, 2), more: Supported)).All("Contact").Count().ShouldBe(2);

        using var caller = new WirePhone(exchange, 2, "202");
        var call = caller.Dial("100");
        call.Invite();
        var invite = await second.ExpectRequest("INVITE");
        (await first.TryExpect(message => message.Method == "INVITE", TimeSpan.FromMilliseconds(300))).ShouldBeNull();
        second.Reply(invite, 430, "Flow Failed");
        first.Answer(await first.ExpectRequest("INVITE"));
        await call.Expect(200);
        call.Acknowledge();
        await first.ExpectRequest("ACK");
        await call.HangUp();
        first.Reply(await first.ExpectRequest("BYE"), 200, "OK");

        second.Reconnect();
        var again = caller.Dial("100");
        again.Invite();
        first.Reply(await first.ExpectRequest("INVITE"), 486, "Busy Here");
        await again.Expect(486);
    }

    [Fact]
    public async Task A_phone_behind_a_proxy_is_called_along_its_path()
    {
        await using var exchange = await Exchange.Start();
        using var proxy = new WirePhone(exchange, 1, "100");
        var path = $"<sip:edge@{proxy.Address}:5060;lr;ob>";
        var contact = $"<sip:100@192.0.2.77:5060>;{Instance};reg-id=1";
        var via = $"Via: SIP/2.0/UDP 192.0.2.77:5060;branch=z9hG4bKphone";
        (await proxy.Register(contact: contact, more: [Supported, via])).Status.ShouldBe(439);
        var registered = await proxy.Register(contact: contact, more: [Supported, via, "Path: " + path]);
        (registered.Status, registered["Path"]).ShouldBe((200, path));

        using var caller = new WirePhone(exchange, 2, "202");
        var call = caller.Dial("100");
        call.Invite();
        var invite = await proxy.ExpectRequest("INVITE");
        (invite.RequestUri, invite["Route"]).ShouldBe(("sip:100@192.0.2.77:5060", path));
        proxy.Reply(invite, 486, "Busy Here");
        await call.Expect(486);
    }

    [Fact]
    public async Task A_gruu_reaches_one_device_of_several()
    {
        await using var exchange = await Exchange.Start(Exchange.Extension("110", "several-devices = true"));
        using var wanted = new WirePhone(exchange, 1, "110");
        using var other = new WirePhone(exchange, 3, "110");
        var registered = await wanted.Register(contact: $"<{wanted.Contact}>;{Instance}", more: Supported);
        (await other.Register()).Status.ShouldBe(200);
        var gruu = System.Text.RegularExpressions.Regex.Match(registered["Contact"]!, "pub-gruu=\"([^\"]+)\"").Groups[1].Value;
        gruu.ShouldBe($"sip:110@{Exchange.Domain};gr=urn:uuid:00000000-0000-1000-8000-000000000100");

        using var caller = new WirePhone(exchange, 2, "202");
        var call = caller.Dial("110");
        call.Target = gruu;
        call.Invite();
        wanted.Reply(await wanted.ExpectRequest("INVITE"), 486, "Busy Here");
        await call.Expect(486);
        var temporary = System.Text.RegularExpressions.Regex.Match(registered["Contact"]!, "temp-gruu=\"([^\"]+)\"").Groups[1].Value;
        temporary.ShouldNotContain("110");
        var disguised = caller.Dial("110");
        disguised.Target = temporary;
        disguised.Invite();
        wanted.Reply(await wanted.ExpectRequest("INVITE"), 486, "Busy Here");
        await disguised.Expect(486);
        other.Received.ShouldNotContain(message => message.Method == "INVITE");

        var nobody = caller.Dial("110");
        nobody.Target = gruu[..^1] + "9";
        nobody.Invite();
        await nobody.Expect(480);
    }

    private static string Contact(WirePhone phone, int flow) => $"<{phone.Contact}>;{Instance};reg-id={flow}";
}
