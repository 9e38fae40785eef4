using System.Security.Cryptography.X509Certificates;
using ActorPbx.Node.Running;

namespace ActorPbx.Node.Tests.Running;

public sealed class SelfSignedCertificateTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void It_is_made_once_and_its_key_is_for_its_owner_alone()
    {
        var made = Ensure(TimeProvider.System);
        made.IsNew.ShouldBeTrue();
        File.GetUnixFileMode(made.KeyFile).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        using var certificate = X509Certificate2.CreateFromPemFile(made.CertificateFile, made.KeyFile);
        certificate.HasPrivateKey.ShouldBeTrue();
        certificate.MatchesHostname("pbx.local").ShouldBeTrue();
        certificate.MatchesHostname("127.0.0.1").ShouldBeTrue();
        certificate.MatchesHostname("elsewhere.example").ShouldBeFalse();

        var again = Ensure(TimeProvider.System);
        again.IsNew.ShouldBeFalse();
        X509Certificate2.CreateFromPemFile(again.CertificateFile, again.KeyFile).Thumbprint.ShouldBe(certificate.Thumbprint);
    }

    [Fact]
    public void It_is_made_anew_before_it_ends()
    {
        Ensure(TimeProvider.System);
        Ensure(new LaterClock(TimeSpan.FromDays(3650))).IsNew.ShouldBeTrue();
    }

    [Fact]
    public void Half_a_certificate_is_replaced()
    {
        File.WriteAllText(Ensure(TimeProvider.System).KeyFile, "-----BEGIN");
        Ensure(TimeProvider.System).IsNew.ShouldBeTrue();
    }

    private SelfSignedCertificate Ensure(TimeProvider clock) => SelfSignedCertificate.Ensure(_directory.Path, ["pbx.local"], clock);

    private sealed class LaterClock(TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + by;
    }
}
