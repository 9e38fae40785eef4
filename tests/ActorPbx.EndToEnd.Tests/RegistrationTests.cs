using ActorPbx.EndToEnd.Tests.Harness;

namespace ActorPbx.EndToEnd.Tests;

/// <summary>Devices register at the real program, with digest.</summary>
public class RegistrationTests
{
    [Fact]
    public async Task Sipp_registers_with_md5()
    {
        await using var exchange = await Exchange.Start();
        await using var sipp = Sipp.Caller(exchange, "register", 1, "100", options: Account("100"));
        await sipp.Succeeds();
        (await Extension(exchange, "100")).GetProperty("registered").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task A_phone_registers_with_sha_256_which_is_offered_first()
    {
        await using var exchange = await Exchange.Start();
        using var phone = new WirePhone(exchange, 1, "100");
        (await phone.Register(algorithm: "SHA-256")).Status.ShouldBe(200);
        Digest.Offered(phone.Received.First(message => message.Status == 401)).ShouldBe(["SHA-256", "MD5"]);
    }

    [Fact]
    public async Task A_wrong_password_and_an_unknown_number_are_refused_alike()
    {
        await using var exchange = await Exchange.Start();
        using var phone = new WirePhone(exchange, 1, "100");
        using var stranger = new WirePhone(exchange, 2, "999");
        var wrong = await phone.Register(password: "guess");
        var unknown = await stranger.Register(password: "guess");
        wrong.Status.ShouldBeOneOf(401, 403);
        unknown.Status.ShouldBe(wrong.Status);
    }

    [Fact]
    public async Task Credentials_that_were_heard_cannot_be_used_again()
    {
        await using var exchange = await Exchange.Start();
        using var phone = new WirePhone(exchange, 1, "100");
        using var thief = new WirePhone(exchange, 2, "100");
        var dialog = phone.Dial("100");
        dialog.Target = "sip:" + Exchange.Domain;
        dialog.Send("REGISTER");
        var credentials = Digest.Answer(await dialog.Expect(401, "REGISTER"), "SHA-256", "REGISTER", dialog.Target, "100", "pw100");
        dialog.Send("REGISTER", "", credentials);
        await dialog.Expect(200, "REGISTER");

        dialog.Send("REGISTER", "", credentials);
        await dialog.Expect(401, "REGISTER");
        var stolen = thief.Dial("100");
        stolen.Target = "sip:" + Exchange.Domain;
        stolen.Send("REGISTER", "", credentials);
        await stolen.Expect(401, "REGISTER");
    }

    [Fact]
    public async Task Credentials_for_another_method_are_refused()
    {
        await using var exchange = await Exchange.Start();
        using var phone = new WirePhone(exchange, 1, "100");
        var dialog = phone.Dial("100");
        dialog.Target = "sip:" + Exchange.Domain;
        dialog.Send("REGISTER");
        var challenge = await dialog.Expect(401, "REGISTER");
        dialog.Send("REGISTER", "", Digest.Answer(challenge, "SHA-256", "INVITE", dialog.Target, "100", "pw100"));
        (await phone.Expect(message => message.CSeq.StartsWith("2 ", StringComparison.Ordinal), "an answer")).Status.ShouldBeOneOf(401, 403);
    }

    [Fact]
    public async Task Too_short_an_interval_is_answered_423_with_the_least_one()
    {
        await using var exchange = await Exchange.Start();
        using var phone = new WirePhone(exchange, 1, "100");
        var refusal = await phone.Register(expires: 5);
        refusal.Status.ShouldBe(423);
        refusal["Min-Expires"].ShouldBe("60");
    }

    [Fact]
    public async Task A_star_removes_every_binding_and_a_fetch_shows_it()
    {
        await using var exchange = await Exchange.Start();
        using var phone = new WirePhone(exchange, 1, "100");
        var registered = await phone.Register();
        registered.All("Contact").ShouldHaveSingleItem().ShouldContain(phone.Contact);
        (await phone.Register(expires: 0, contact: "*")).All("Contact").ShouldBeEmpty();
        (await Extension(exchange, "100")).GetProperty("registered").GetBoolean().ShouldBeFalse();
    }

    [Fact]
    public async Task A_new_device_replaces_the_old_one_without_the_right_to_several()
    {
        await using var exchange = await Exchange.Start();
        using var old = new WirePhone(exchange, 1, "100");
        using var newer = new WirePhone(exchange, 2, "100");
        await old.Register();
        (await newer.Register()).All("Contact").ShouldHaveSingleItem().ShouldContain(newer.Contact);
    }

    [Fact]
    public async Task A_fourth_device_gets_403()
    {
        await using var exchange = await Exchange.Start(Exchange.Extension("110", "several-devices = true"));
        for (var device = 1; device <= 3; device++)
        {
            using var phone = new WirePhone(exchange, device, "110");
            (await phone.Register()).Status.ShouldBe(200);
        }

        using var fourth = new WirePhone(exchange, 4, "110");
        (await fourth.Register()).Status.ShouldBe(403);
        (await Extension(exchange, "110")).GetProperty("devices").GetArrayLength().ShouldBe(3);
    }

    [Fact]
    public async Task A_binding_survives_a_restart()
    {
        await using var exchange = await Exchange.Start();
        using var phone = new WirePhone(exchange, 1, "100");
        (await phone.Register()).Status.ShouldBe(200);
        await exchange.KillAndRun();
        (await Extension(exchange, "100")).GetProperty("devices")[0].GetProperty("contact").GetString()!.ShouldContain(phone.Contact);
        using var caller = new WirePhone(exchange, 2, "202");
        caller.Dial("100").Invite();
        phone.Reply(await phone.ExpectRequest("INVITE"), 486, "Busy Here");
    }

    [Fact]
    public async Task A_range_takes_its_passwords_from_a_csv_file()
    {
        await using var exchange = Exchange.Prepare(Exchange.Extension("5000-5999", "credentials-file = \"people.csv\""));
        File.WriteAllLines(Path.Combine(exchange.Directory, "people.csv"), Enumerable.Range(5000, 1000).Select(number => $"{number},secret-of-{number}"));
        await exchange.Run();
        using var phone = new WirePhone(exchange, 1, "5321");
        (await phone.Register(password: "secret-of-5321")).Status.ShouldBe(200);
        using var other = new WirePhone(exchange, 2, "5322");
        (await other.Register(password: "secret-of-5321")).Status.ShouldBeOneOf(401, 403);
    }

    internal static SippOptions Account(string number) => new()
    {
        More = ["-au", number, "-ap", "pw" + number, "-key", "device", "127.0.0.1:9", "-key", "expires", "300"],
    };

    private static async Task<System.Text.Json.JsonElement> Extension(Exchange exchange, string number) =>
        (await exchange.OperatorJson("extensions", number)).EnumerateArray().Single();
}
