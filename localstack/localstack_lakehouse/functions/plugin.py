"""The name under which LocalStack finds this executor: LAMBDA_RUNTIME_EXECUTOR=local."""

from localstack.services.lambda_.invocation.plugins import RuntimeExecutorPlugin


class LocalExecutorPlugin(RuntimeExecutorPlugin):
    name = "local"

    def load(self, *args, **kwargs) -> type:
        from localstack.services.lambda_.invocation.lambda_models import S3Code

        from localstack_lakehouse.functions.executor import LocalExecutor, place_of_code

        S3Code.get_unzipped_code_location = place_of_code  # not in the machine's /tmp, where they would stay
        return LocalExecutor
