"""The entry points through which LocalStack finds our services; each import waits until the service is first used."""

from localstack.services.plugins import Service, aws_provider

from localstack_lakehouse.service import on_top_of_moto


@aws_provider()
def glue() -> Service:
    from localstack_lakehouse.glue import GlueProvider, generic_handlers

    return on_top_of_moto("glue", GlueProvider(), generic_handlers())


@aws_provider()
def emr() -> Service:
    from localstack_lakehouse.emr.provider import EmrProvider

    return on_top_of_moto("emr", EmrProvider())


@aws_provider()
def athena() -> Service:
    from localstack_lakehouse.athena.provider import AthenaProvider

    return on_top_of_moto("athena", AthenaProvider())


@aws_provider()
def rds() -> Service:
    from localstack_lakehouse.rds import RdsProvider

    return on_top_of_moto("rds", RdsProvider())
